-- A snapshot gives at most one value for a unit and an indicator.
-- relation: main.observations
select snapshot_id, unit_id, indicator_id, count(*) as row_count
from main.observations
group by snapshot_id, unit_id, indicator_id
having count(*) > 1;

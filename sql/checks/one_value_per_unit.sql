-- A snapshot gives at most one value for a unit and an indicator.
-- relation: main.observations
select o.snapshot_id, o.unit_id, o.indicator_id, count(*) as row_count
from main.observations as o
inner join core.snapshots_to_check as k on k.snapshot_id = o.snapshot_id
group by o.snapshot_id, o.unit_id, o.indicator_id
having count(*) > 1;

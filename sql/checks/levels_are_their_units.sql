-- The level kept beside every value is that of its unit.
-- relation: main.observations
select k.snapshot_id, u.unit_id, o.level, u.level as level_of_unit, count(*) as value_count
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key
where o.level <> u.level
group by k.snapshot_id, u.unit_id, o.level, u.level;

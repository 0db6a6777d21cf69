-- Every value of the newest states stands in latest, once.
-- scope: whole
-- relation: main.latest
with expected as (
    select n.snapshot_id, n.level, count(*) as expected_count
    from core.last_states as n
    inner join core.observations as o on o.snapshot_key = n.snapshot_key
    inner join core.units as u on u.unit_key = o.unit_key and u.level = n.level
    group by n.snapshot_id, n.level
),

held as (
    select snapshot_id, level, count(*) as held_count from main.latest group by snapshot_id, level
)

select e.snapshot_id, e.level, e.expected_count, coalesce(h.held_count, 0) as held_count
from expected as e
left join held as h on h.snapshot_id = e.snapshot_id and h.level = e.level
where coalesce(h.held_count, 0) <> e.expected_count;

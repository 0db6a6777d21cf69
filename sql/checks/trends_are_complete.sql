-- Every value of a snapshot in force stands in the trends within its period.
-- relation: main.trends_by_cutoff
with expected as (
    select s.snapshot_id, o.level, count(*) as expected_count
    from core.observations as o
    inner join core.snapshot_versions as v
        on v.snapshot_key = o.snapshot_key and v.level = o.level and v.version_rank = 1
    inner join core.snapshots_to_check as s on s.snapshot_key = o.snapshot_key
    where o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by s.snapshot_id, o.level
),

held as (
    select t.snapshot_id, t.level, count(*) as held_count
    from main.trends_by_cutoff as t
    inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by t.snapshot_id, t.level
)

select e.snapshot_id, e.level, e.expected_count, coalesce(h.held_count, 0) as held_count
from expected as e
left join held as h on h.snapshot_id = e.snapshot_id and h.level = e.level
where coalesce(h.held_count, 0) <> e.expected_count;

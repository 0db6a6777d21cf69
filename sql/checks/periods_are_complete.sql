-- Every value known last of a period stands in the trends between periods, once.
-- relation: main.trends_by_period
with expected as (
    select s.snapshot_id, p.level, count(*) as expected_count
    from core.period_states as p
    inner join core.observations as o on o.snapshot_key = p.snapshot_key and o.level = p.level
    inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
    where o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by s.snapshot_id, p.level
),

held as (
    select snapshot_id, level, count(*) as held_count
    from main.trends_by_period
    where cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by snapshot_id, level
)

select e.snapshot_id, e.level, e.expected_count, coalesce(h.held_count, 0) as held_count
from expected as e
left join held as h on h.snapshot_id = e.snapshot_id and h.level = e.level
where coalesce(h.held_count, 0) <> e.expected_count;

-- The newest state of a unit is the trend's own row at that cutoff, column for column.
-- relation: main.latest
with known as (
    select n.snapshot_id, n.cutoff_at, n.level
    from core.newest_states as n
    inner join core.snapshots_to_check as k on k.snapshot_key = n.snapshot_key
),

-- whole rows are compared by their hashes, and those of an indicator by their sum: setting rows side by side
-- costs ten times as much
trends as (
    select t.snapshot_id, t.level, t.indicator_id, count(*) as row_count, sum(hash(t)) as row_hashes
    from known as n
    inner join main.trends_by_cutoff as t
        on t.snapshot_id = n.snapshot_id and t.cutoff_at = n.cutoff_at and t.level = n.level
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by t.snapshot_id, t.level, t.indicator_id
),

states as (
    select t.snapshot_id, t.level, t.indicator_id, count(*) as row_count, sum(hash(t)) as row_hashes
    from known as n
    inner join main.latest as t on t.snapshot_id = n.snapshot_id and t.level = n.level
    group by t.snapshot_id, t.level, t.indicator_id
)

(from trends except from states)
union all
(from states except from trends);

-- The newest state of a unit is the trend's own row at that cutoff, column for column.
-- relation: main.latest
with known as (
    select n.snapshot_id, n.cutoff_at, n.level
    from core.newest_states as n
    inner join core.snapshots_to_check as k on k.snapshot_key = n.snapshot_key
),

-- whole rows are compared by their hashes: setting them side by side costs four times as much
trends as (
    select t.snapshot_id, t.unit_id, t.indicator_id, hash(t) as row_hash
    from known as n
    inner join main.trends_by_cutoff as t
        on t.snapshot_id = n.snapshot_id and t.cutoff_at = n.cutoff_at and t.level = n.level
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
),

states as (
    select t.snapshot_id, t.unit_id, t.indicator_id, hash(t) as row_hash
    from known as n
    inner join main.latest as t on t.snapshot_id = n.snapshot_id and t.level = n.level
)

(from trends except all from states)
union all
(from states except all from trends);

-- The kept jumps are the groups that moved by 1.5 points or more, and no others.
-- relation: main.findings
with jumped as (
    select k.snapshot_id, c.level, c.unit_key, c.indicator_key, c.value - c.previous_value as delta
    from core.snapshots_to_check as k
    inner join core.comparisons as c on c.snapshot_key = k.snapshot_key and c.cutoff_at = k.cutoff_at
    inner join core.indicators as i on i.indicator_key = c.indicator_key and i.kind = 'group'
    where
        c.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
        and c.is_score
        and c.break_reason is null
        and abs(c.value - c.previous_value) >= 1.5
),

kept as (
    select k.snapshot_id, j.level, j.unit_key, j.indicator_key, j.delta
    from core.jumps as j
    inner join core.snapshots_to_check as k on k.snapshot_key = j.snapshot_key
)

(from jumped except from kept)
union all
(from kept except from jumped);

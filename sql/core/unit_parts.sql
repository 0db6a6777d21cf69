-- vi: Phần của từng đơn vị trong thay đổi của trung bình nhóm.
-- Each unit's part in the change of its cohort's mean: its own change divided by the number of units.
-- Only where exactly the same units were scored both times. The change of the mean is that of the two
-- means as shown (four decimals); parts carry eight, and the remainder is what rounding leaves over.
create or replace view core.unit_parts as
with members as (
    select
        c.cohort_key,
        c.snapshot_key,
        c.indicator_key,
        c.parent_key,
        c.level,
        c.mean_value,
        c.ranked_count,
        before.mean_value as previous_mean_value,
        p.previous_key
    from core.snapshot_pairs as p
    inner join core.cohorts as c on c.snapshot_key = p.snapshot_key and c.level = p.level and c.ranked_count > 1
    inner join core.cohorts as before
        on
            before.snapshot_key = p.previous_key
            and before.indicator_key = c.indicator_key
            and before.parent_key = c.parent_key
            and before.level = c.level
            and before.members_hash = c.members_hash
            and before.ranked_count = c.ranked_count
),

parts as (
    select
        s.snapshot_id,
        s.cutoff_at,
        parent.unit_id,
        i.indicator_id,
        m.level,
        m.mean_value - m.previous_mean_value as delta,
        change.unit_id as part_unit_id,
        (change.delta / m.ranked_count)::decimal(18, 8) as contribution,
        m.ranked_count
    from members as m
    inner join core.snapshots as s on s.snapshot_key = m.snapshot_key
    inner join core.units as parent on parent.unit_key = m.parent_key
    inner join core.indicators as i on i.indicator_key = m.indicator_key
    inner join core.units as u on u.parent_key = m.parent_key and u.level = m.level
    inner join core.changes as change
        on
            change.snapshot_id = s.snapshot_id
            and change.cutoff_at = s.cutoff_at
            and change.indicator_id = i.indicator_id
            and change.unit_id = u.unit_id
            and change.is_same_cohort
)

select
    snapshot_id,
    cutoff_at,
    unit_id,
    indicator_id,
    level,
    delta,
    part_unit_id,
    contribution,
    false as is_remainder
from parts
union all by name
select
    snapshot_id,
    cutoff_at,
    unit_id,
    indicator_id,
    level,
    delta,
    (delta - sum(contribution))::decimal(18, 8) as contribution,
    true as is_remainder
from parts
group by snapshot_id, cutoff_at, unit_id, indicator_id, level, delta
having delta <> sum(contribution);

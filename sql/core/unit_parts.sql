-- vi: Phần của từng đơn vị trong thay đổi của trung bình nhóm.
-- Each unit's part in the change of its cohort's mean: its own change divided by the number of units.
-- Only where exactly the same units were scored both times. The change of the mean is that of the two
-- means as shown (four decimals); parts carry eight, and the remainder is what rounding leaves over.
-- One pass, a cohort a row, its parts a list: a question about one cutoff reads nothing else.
create or replace view core.unit_parts as
with shared as (
    select
        snapshot_key,
        snapshot_id,
        source,
        scope_unit_id,
        period_type,
        period_start,
        cutoff_at,
        cohort_key,
        previous_key,
        sum((delta / cohort_size)::decimal(18, 8)) as part_sum,
        list(
            {'part_key': unit_key, 'contribution': (delta / cohort_size)::decimal(18, 8), 'is_remainder': false}
        ) as parts
    from core.changes
    where is_same_cohort and cohort_size > 1
    group by all
),

means as (
    select
        s.*,
        c.parent_key,
        c.indicator_key,
        c.level,
        c.mean_value - before.mean_value as delta
    from shared as s
    inner join core.cohorts as c on c.cohort_key = s.cohort_key
    inner join core.cohorts as before
        on
            before.snapshot_key = s.previous_key
            and before.indicator_key = c.indicator_key
            and before.parent_key = c.parent_key
            and before.level = c.level
            and before.members_hash = c.members_hash
            and before.ranked_count = c.ranked_count
)

select
    m.snapshot_key,
    m.snapshot_id,
    m.source,
    m.scope_unit_id,
    m.period_type,
    m.period_start,
    m.cutoff_at,
    m.parent_key as unit_key,
    u.unit_id,
    m.indicator_key,
    m.level,
    m.delta,
    unnest(case
        when m.delta = m.part_sum then m.parts
        else list_append(
            m.parts,
            {'part_key': null, 'contribution': (m.delta - m.part_sum)::decimal(18, 8), 'is_remainder': true}
        )
    end, recursive := true)
from means as m
inner join core.units as u on u.unit_key = m.parent_key;

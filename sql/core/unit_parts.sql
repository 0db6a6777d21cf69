-- vi: Phần của từng đơn vị trong thay đổi của trung bình nhóm.
-- Each unit's part in the change of its cohort's mean: its own change divided by the number of units.
-- Only where exactly the same units were scored both times. The change of the mean is that of the two
-- means as shown (four decimals); parts carry eight, and the remainder is what rounding leaves over.
-- One pass, a cohort a row, its parts a list: a question about one cutoff reads nothing else. Whatever stands
-- beside the list comes out of the grouping, never out of a join: DuckDB 2.0.0 fails on a joined column that an
-- unnest repeats (INTERNAL Error: dict-surviving cache), and takes the whole connection with it.
create or replace view core.unit_parts as
with moved as (
    select
        d.*,
        c.parent_key,
        c.mean_value - before.mean_value as mean_delta
    from core.changes as d
    inner join core.cohorts as c on c.cohort_key = d.cohort_key
    inner join core.cohorts as before
        on
            before.snapshot_key = d.previous_key
            and before.indicator_key = c.indicator_key
            and before.parent_key = c.parent_key
            and before.level = c.level
            and before.members_hash = c.members_hash
            and before.ranked_count = c.ranked_count
    where d.is_same_cohort and d.cohort_size > 1
),

shared as (
    select
        snapshot_key,
        snapshot_id,
        source,
        scope_unit_id,
        period_type,
        period_start,
        cutoff_at,
        parent_key as unit_key,
        indicator_key,
        level,
        mean_delta as delta,
        sum((delta / cohort_size)::decimal(18, 8)) as part_sum,
        list(
            {'part_key': unit_key, 'contribution': (delta / cohort_size)::decimal(18, 8), 'is_remainder': false}
        ) as parts
    from moved
    group by all
),

parts as (
    select
        * exclude (part_sum, parts),
        unnest(case
            when delta = part_sum then parts
            else list_append(
                parts,
                {'part_key': null, 'contribution': (delta - part_sum)::decimal(18, 8), 'is_remainder': true}
            )
        end, recursive := true)
    from shared
)

select p.*, u.unit_id
from parts as p
inner join core.units as u on u.unit_key = p.unit_key;

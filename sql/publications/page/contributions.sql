-- What moved each province's total at one cutoff: the parts of the groups, each from the height where the one
-- before it ends, so that they lead from the value before to the new one.
with totals as (
    select
        t.unit_id, t.source, t.period_type, t.period_start, t.cutoff_at, t.previous_cutoff_at,
        t.previous_value, t.value
    from trends_by_cutoff as t
    where
        t.snapshot_id = $snapshot_id
        and t.level = 'province'
        and t.indicator_id = 'TOTAL'
        and t.delta is not null
)

select
    t.*,
    c.part_indicator_id,
    c.is_remainder,
    c.contribution,
    t.previous_value + sum(c.contribution) over steps - c.contribution as starts_at,
    t.previous_value + sum(c.contribution) over steps as ends_at
from totals as t
inner join contributions as c
    on
        c.snapshot_id = $snapshot_id
        and c.unit_id = t.unit_id
        and c.indicator_id = 'TOTAL'
        and c.kind = 'by_indicator'
window steps as (
    partition by t.unit_id
    order by c.is_remainder, c.contribution desc, c.part_indicator_id
    rows unbounded preceding
)
order by t.unit_id, c.is_remainder, c.contribution desc, c.part_indicator_id;

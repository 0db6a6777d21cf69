-- Every value of every province, cutoff by cutoff. Where a province stands in the country's answer and in
-- its own, the country's counts: only there it is ranked among its peers.
with figures as (
    select
        *,
        bool_or(scope_unit_id = 'VN') over (partition by unit_id, source, period_type, period_start) as is_ranked
    from trends_by_cutoff
    where level = 'province' and indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
)

select
    f.unit_id,
    f.source,
    f.period_type,
    f.period_start,
    f.cutoff_at,
    f.snapshot_id,
    f.maturity,
    f.indicator_id,
    f.value_kind,
    f.value,
    o.max_score,
    f.previous_cutoff_at,
    f.previous_value,
    f.delta,
    f.rank,
    f.cohort_size,
    f.rank_change,
    f.cohort_median,
    f.break_reason,
    case when f.cutoff_at = max(f.cutoff_at) over series then o.source_locator end as source_locator
from figures as f
inner join observations as o
    on o.snapshot_id = f.snapshot_id and o.unit_id = f.unit_id and o.indicator_id = f.indicator_id
where not f.is_ranked or f.scope_unit_id = 'VN'
window series as (partition by f.unit_id, f.source, f.period_type, f.period_start)
order by f.unit_id, f.source, f.period_type, f.period_start, f.cutoff_at, f.indicator_id;

-- The last values of every province, period by period, each beside the period before of the same source.
-- Where a province stands in the country's answer and in its own, the country's counts.
with figures as (
    select
        *,
        bool_or(scope_unit_id = 'VN') over (partition by unit_id, source, period_type, period_start) as is_ranked
    from trends_by_period
    where level = 'province' and indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
)

select
    f.unit_id,
    f.source,
    f.period_type,
    f.period_start,
    f.maturity,
    f.indicator_id,
    f.value,
    f.delta,
    f.rank,
    f.break_reason
from figures as f
where not f.is_ranked or f.scope_unit_id = 'VN'
order by f.unit_id, f.period_start, f.source, f.period_type, f.indicator_id;

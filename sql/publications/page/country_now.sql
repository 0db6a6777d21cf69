-- The provinces and the country's own line at the newest cutoff of every period.
select
    t.source,
    t.period_type,
    t.period_start,
    t.cutoff_at,
    t.previous_cutoff_at,
    t.snapshot_id,
    t.maturity,
    t.level,
    t.unit_id,
    t.unit_name,
    t.indicator_id,
    t.value,
    t.delta,
    t.rank,
    t.cohort_size,
    t.rank_change,
    round(t.cohort_median, 2) as cohort_median,
    t.break_reason
from trends_by_cutoff as t
where
    t.level in ('province', 'country')
    and t.scope_unit_id = 'VN'
    and t.indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
qualify t.cutoff_at = max(t.cutoff_at) over (partition by t.source, t.period_type, t.period_start)
order by t.cutoff_at desc, t.period_type <> 'year', t.period_type, t.period_start desc, t.unit_id, t.indicator_id;

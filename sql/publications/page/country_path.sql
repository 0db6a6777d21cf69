-- The provinces' values at the newest 60 cutoffs of every period, for the lines beside each other.
select
    t.source,
    t.period_type,
    t.period_start,
    t.cutoff_at,
    t.unit_id,
    t.indicator_id,
    t.value,
    round(t.cohort_median, 2) as cohort_median,
    t.break_reason
from trends_by_cutoff as t
where
    t.level = 'province'
    and t.scope_unit_id = 'VN'
    and t.indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
qualify dense_rank() over (partition by t.source, t.period_type, t.period_start order by t.cutoff_at desc) <= 60
order by t.source, t.period_type, t.period_start, t.cutoff_at, t.unit_id, t.indicator_id;

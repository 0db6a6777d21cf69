-- Every value of every province, cutoff by cutoff. Where a province stands in the country's answer and in
-- its own, the country's counts: only there it is ranked among its peers. missed_between counts the cutoffs
-- since the value before that nobody took: the change is true, but the way there is not known.
with figures as (
    select
        *,
        bool_or(scope_unit_id = 'VN') over (partition by unit_id, source, period_type, period_start) as is_ranked
    from trends_by_cutoff
    where level = 'province' and indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
),

steps as (
    select distinct source, previous_cutoff_at, cutoff_at from figures where previous_cutoff_at is not null
),

not_taken as (
    select distinct source, cutoff_at
    from coverage
    where scope_unit_id is null and cutoff_at is not null and reason in ('missed', 'refused')
),

missed as (
    select s.source, s.previous_cutoff_at, s.cutoff_at, count(*) as missed_between
    from steps as s
    inner join not_taken as n
        on n.source = s.source and n.cutoff_at > s.previous_cutoff_at and n.cutoff_at < s.cutoff_at
    group by all
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
    round(f.cohort_median, 2) as cohort_median,
    f.break_reason,
    m.missed_between,
    case when f.cutoff_at = max(f.cutoff_at) over series then o.source_locator end as source_locator
from figures as f
inner join observations as o
    on o.snapshot_id = f.snapshot_id and o.unit_id = f.unit_id and o.indicator_id = f.indicator_id
left join missed as m
    on m.source = f.source and m.previous_cutoff_at = f.previous_cutoff_at and m.cutoff_at = f.cutoff_at
where not f.is_ranked or f.scope_unit_id = 'VN'
window series as (partition by f.unit_id, f.source, f.period_type, f.period_start)
order by f.unit_id, f.source, f.period_type, f.period_start, f.cutoff_at, f.indicator_id;

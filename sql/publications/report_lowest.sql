-- The five lowest units of each level by total, ties included, at the newest cutoff of the period for
-- which units are known; by each group where the source gives units no total (then the lowest of each). Where
-- all stand alike nobody is lowest. A name leaves out its province ("Sở Nội vụ - tỉnh Gia Lai"): the title has it.
with province as (
    select regexp_replace(name, '^UBND ', ' - ') as suffix
    from units
    where unit_id = $province
),

under as (
    select
        t.*,
        i.name_vi,
        i.kind
    from trends_by_cutoff as t
    inner join units as u on u.unit_id = t.unit_id and u.parent_id = $province
    inner join indicators as i on i.indicator_id = t.indicator_id and i.kind in ('total', 'group')
    where
        t.source = $source
        and t.period_type = $period_type
        and t.period_start = $period_start
        and t.cutoff_at <= $cutoff_at
        and t.value is not null
),

newest as (
    select
        *,
        bool_or(kind = 'total') over (partition by level) as has_totals
    from under
    qualify cutoff_at = max(cutoff_at) over (partition by level)
),

lowest as (
    select *
    from newest
    where (kind = 'total') = has_totals
    qualify
        rank() over (partition by level, indicator_id order by value) <= case when has_totals then 5 else 1 end
        and value < max(value) over (partition by level, indicator_id)
)

select
    l.level,
    l.indicator_id,
    l.name_vi as indicator_name,
    l.kind,
    l.value_kind,
    case when suffix(l.unit_name, p.suffix) then left(l.unit_name, -length(p.suffix)) else l.unit_name end as unit_name,
    l.value,
    l.delta,
    l.rank,
    l.cohort_size,
    l.cutoff_at
from lowest as l
cross join province as p
order by
    list_position(['agency', 'district', 'commune'], l.level),
    list_position(['TOTAL', 'CKMB', 'TDGQ', 'CLGQ', 'TTTT', 'MDHL', 'MDSH'], l.indicator_id),
    l.value,
    l.unit_id;

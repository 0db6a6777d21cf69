-- Which sets of figures a province has: by source, period and cutoff, the newest first, a letter
-- before an answer of the portal, a year before its parts.
select
    t.source,
    t.period_type,
    t.period_start,
    t.cutoff_at,
    count(distinct t.unit_id) as unit_count
from trends_by_cutoff as t
where
    t.unit_id in (select u.unit_id from units as u where u.unit_id = $province or u.parent_id = $province)
    and t.indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
    and t.value is not null
group by t.source, t.period_type, t.period_start, t.cutoff_at
order by
    t.cutoff_at desc,
    list_position(['letter', 'portal', 'portal_legacy', 'provincial_system'], t.source),
    list_position(['year', 'half', 'quarter', 'month'], t.period_type),
    t.period_start desc;

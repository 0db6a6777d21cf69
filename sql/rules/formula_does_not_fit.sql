-- vi: Công thức đã kiểm chứng không cho ra điểm công bố: nguồn có thể đã đổi công thức.
-- A verified formula no longer gives the published score: the source may have changed it. One finding for
-- each indicator of a period, in its newest state; cases needed are not told for these values.
create or replace view rules.formula_does_not_fit as
select
    'formula_does_not_fit' as rule,
    'warning' as severity,
    case when count(*) = 1 then any_value(r.unit_key) else p.scope_key end as unit_key,
    r.indicator_key,
    r.snapshot_key,
    count(*) || ' đơn vị có điểm «' || i.name_vi || '» khác điểm tính lại theo công thức quá 0,02: nguồn có thể đã '
    || 'đổi công thức.' as text_vi,
    count(*) || ' units have a score for ' || i.indicator_id || ' that its formula does not give back within 0.02: '
    || 'the source may have changed the formula.' as text_en,
    'from reconciliation where kind = ''recomputed_vs_published'' and not agrees and snapshot_id = '''
    || s.snapshot_id || ''' and indicator_id = ''' || i.indicator_id || '''' as evidence
from core.period_states as p
inner join core.series as r on r.snapshot_key = p.snapshot_key and r.level = p.level
inner join core.indicators as i on i.indicator_key = r.indicator_key
inner join core.snapshots as s on s.snapshot_key = r.snapshot_key
where r.score is not null and not r.fits
group by p.scope_key, r.indicator_key, r.snapshot_key, s.snapshot_id, i.indicator_id, i.name_vi;

-- vi: Đủ điểm trên mẫu số tạm: tử số bằng mẫu số trong khi chính nguồn ghi mẫu số là tạm.
-- Full points on a provisional denominator: numerator equals denominator while the source itself flags
-- the denominator as provisional. One finding for each indicator of a period, in its newest state.
create or replace view rules.provisional_denominator as
select
    'provisional_denominator' as rule,
    'warning' as severity,
    case when count(*) = 1 then any_value(o.unit_key) else p.scope_key end as unit_key,
    o.indicator_key,
    o.snapshot_key,
    count(*) || ' đơn vị đủ điểm «' || i.name_vi || '» trên mẫu số tạm (tử số bằng mẫu số, nguồn ghi '
    || o.quality_flag || '): điểm này có thể giảm khi có mẫu số thật.' as text_vi,
    count(*) || ' units have full points for ' || i.indicator_id || ' on a provisional denominator (numerator '
    || 'equals denominator, flagged ' || o.quality_flag || '): they may fall once it is final.' as text_en,
    'from observations where snapshot_id = ''' || s.snapshot_id || ''' and indicator_id = ''' || i.indicator_id
    || ''' and numerator = denominator' as evidence
from core.period_states as p
inner join core.series as o on o.snapshot_key = p.snapshot_key and o.level = p.level
inner join core.units as u on u.unit_key = o.unit_key
inner join core.indicators as i on i.indicator_key = o.indicator_key
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
where
    contains(o.quality_flag, 'TEMP_NATIONAL_REPORT_DENOMINATOR')
    and o.numerator = o.denominator
    and o.denominator > 0
group by p.scope_key, o.indicator_key, o.snapshot_key, s.snapshot_id, i.indicator_id, i.name_vi, o.quality_flag;

-- vi: Quá ít hồ sơ: dưới 10 hồ sơ trong kỳ thì điểm và hạng lên xuống do ngẫu nhiên.
-- Too few cases: with fewer than 10 dossiers in a period, score and rank rise and fall by chance. Judged on
-- the count behind the on-time rate, in the newest state of each period.
create or replace view rules.few_cases as
select
    'few_cases' as rule,
    'info' as severity,
    o.unit_key,
    o.indicator_key,
    o.snapshot_key,
    'Chỉ có ' || o.denominator::bigint || ' hồ sơ trong kỳ: điểm và hạng của đơn vị lên xuống do ngẫu nhiên.'
        as text_vi,
    'Only ' || o.denominator::bigint || ' dossiers in the period: score and rank move by chance.' as text_en,
    'from observations where snapshot_id = ''' || s.snapshot_id || ''' and unit_id = ''' || u.unit_id || ''''
        as evidence
from core.period_states as p
inner join core.series as o on o.snapshot_key = p.snapshot_key and o.level = p.level
inner join core.units as u on u.unit_key = o.unit_key and u.level in ('agency', 'commune')
inner join core.indicators as i on i.indicator_key = o.indicator_key and i.indicator_id = 'ON_TIME_DOSSIERS'
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
where o.denominator > 0 and o.denominator < 10;

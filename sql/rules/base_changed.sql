-- vi: Dòng "Cả nước" đổi cơ sở giữa hai kỳ chụp: mức tăng giảm của nó không phải là xu hướng.
-- The national line changed its basis between two snapshots: its rise or fall is not a trend.
create or replace view rules.base_changed as
select
    'base_changed' as rule,
    'warning' as severity,
    o.unit_key,
    o.indicator_key,
    p.snapshot_key,
    'Dòng "Cả nước" đổi từ ' || replace(printf('%.2f', was.overview_score), '.', ',') || ' sang '
    || replace(printf('%.2f', now.overview_score), '.', ',') || ' do đổi cơ sở tính, không phải do tiến bộ: '
    || 'trung bình các tỉnh chỉ đi từ ' || replace(printf('%.2f', was.mean_score), '.', ',') || ' đến '
    || replace(printf('%.2f', now.mean_score), '.', ',') || '.' as text_vi,
    'The national line went from ' || printf('%.2f', was.overview_score) || ' to '
    || printf('%.2f', now.overview_score) || ' because its basis changed: the provinces'' mean moved only from '
    || printf('%.2f', was.mean_score) || ' to ' || printf('%.2f', now.mean_score) || '.' as text_en,
    'from reconciliation where kind = ''overview_vs_mean'' and snapshot_id in (''' || p.previous_id || ''', '''
    || s.snapshot_id || ''')' as evidence
from core.snapshot_pairs as p
inner join core.overview_bases as now on now.snapshot_key = p.snapshot_key
inner join core.overview_bases as was on was.snapshot_key = p.previous_key
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.observations as o on o.snapshot_key = p.snapshot_key and o.level = p.level
inner join core.units as u on u.unit_key = o.unit_key
inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind = 'total'
where p.break_reason = 'base_changed';

-- vi: Dòng "Cả nước" của cổng không bằng trung bình các tỉnh trong cùng kỳ chụp.
-- The portal's national line is not the mean of the provinces shown beside it.
create or replace view rules.overview_off_mean as
select
    'overview_off_mean' as rule,
    'warning' as severity,
    o.unit_key,
    o.indicator_key,
    b.snapshot_key,
    'Dòng "Cả nước" là ' || replace(printf('%.2f', b.overview_score), '.', ',')
    || ' nhưng trung bình các tỉnh trong cùng kỳ chụp là ' || replace(printf('%.2f', b.mean_score), '.', ',')
    || '; hãy dùng trung bình tự tính.' as text_vi,
    'The national line says ' || printf('%.2f', b.overview_score) || ' but the provinces beside it average '
    || printf('%.2f', b.mean_score) || '; use the computed mean.' as text_en,
    'from reconciliation where kind = ''overview_vs_mean'' and snapshot_id = ''' || s.snapshot_id || '''' as evidence
from core.overview_bases as b
inner join core.snapshots as s on s.snapshot_key = b.snapshot_key
inner join core.observations as o on o.snapshot_key = b.snapshot_key
inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind = 'total'
where o.level = 'country' and not b.is_mean_of_rows;

-- vi: Sáu nhóm cộng lại không bằng tổng điểm công bố (lệch quá 0,02).
-- The six groups do not add up to the published total (by more than 0.02).
create or replace view rules.groups_off_total as
select
    'groups_off_total' as rule,
    'warning' as severity,
    s.unit_key,
    s.indicator_key,
    s.snapshot_key,
    'Sáu nhóm cộng lại được ' || replace(printf('%.2f', s.group_sum), '.', ',')
    || ' nhưng tổng điểm công bố là ' || replace(printf('%.2f', s.total), '.', ',') || '.' as text_vi,
    'The six groups add up to ' || printf('%.2f', s.group_sum) || ' but the published total is '
    || printf('%.2f', s.total) || '.' as text_en,
    'from observations as o inner join indicators as i using (indicator_id) where i.kind <> ''component'' and '
    || 'o.snapshot_id = ''' || snapshot.snapshot_id || ''' and o.unit_id = ''' || u.unit_id || '''' as evidence
from core.group_sums as s
inner join core.snapshots as snapshot on snapshot.snapshot_key = s.snapshot_key
inner join core.units as u on u.unit_key = s.unit_key;

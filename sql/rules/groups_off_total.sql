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
    'main.league_table' as evidence
from core.group_sums as s;

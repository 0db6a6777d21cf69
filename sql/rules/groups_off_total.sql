-- vi: Sáu nhóm cộng lại không bằng tổng điểm công bố (lệch quá 0,02).
-- The six groups do not add up to the published total (by more than 0.02).
create or replace view rules.groups_off_total as
with sums as (
    select
        o.snapshot_key,
        o.unit_key,
        max(o.score) filter (where i.kind = 'total') as total,
        sum(o.score) filter (where i.kind = 'group') as group_sum,
        count(o.score) filter (where i.kind = 'group') as group_count,
        any_value(o.indicator_key) filter (where i.kind = 'total') as indicator_key
    from core.observations as o
    inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind <> 'component'
    group by o.snapshot_key, o.unit_key
)

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
from sums as s
where s.group_count = 6 and abs(s.group_sum - s.total) > 0.02;

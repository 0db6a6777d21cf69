-- vi: Tổng điểm công bố nhưng thiếu nhóm mà các đơn vị ngang cấp có: không xếp hạng, không so sánh.
-- A published total that lacks a group its peers have: it is not ranked and compared with nothing. Told in the
-- newest state of each period.
create or replace view rules.total_without_group as
with missing as (
    select
        a.snapshot_key,
        a.unit_key,
        string_agg(i.name_vi, ', ' order by i.indicator_key) as groups_vi,
        string_agg(i.indicator_id, ', ' order by i.indicator_key) as groups_en
    from core.absent_groups as a
    inner join core.indicators as i on i.indicator_key = a.indicator_key
    group by a.snapshot_key, a.unit_key
)

select
    'total_without_group' as rule,
    'warning' as severity,
    t.unit_key,
    t.indicator_key,
    t.snapshot_key,
    'Nguồn ghi tổng ' || replace(printf('%.2f', o.score), '.', ',') || ' nhưng không có nhóm «'
    || coalesce(m.groups_vi, 'nào') || '»: không xếp hạng và không so với lần khác.' as text_vi,
    'The source says ' || printf('%.2f', o.score) || ' in all without ' || coalesce(m.groups_en, 'any group')
    || ': not ranked and not compared.' as text_en,
    'from league_table where snapshot_id = ''' || s.snapshot_id || ''' and unit_id = ''' || u.unit_id || ''''
        as evidence
from core.period_states as p
inner join core.incomplete_totals as t on t.snapshot_key = p.snapshot_key
inner join core.units as u on u.unit_key = t.unit_key and u.level = p.level
inner join core.snapshots as s on s.snapshot_key = t.snapshot_key
inner join core.observations as o
    on o.snapshot_key = t.snapshot_key and o.indicator_key = t.indicator_key and o.unit_key = t.unit_key
left join missing as m on m.snapshot_key = t.snapshot_key and m.unit_key = t.unit_key;

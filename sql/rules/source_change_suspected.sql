-- vi: Nghi nguồn đổi số liệu: một nhóm của tỉnh nhảy 1,5 điểm trở lên khi không nhóm nào khác đổi tới 0,5, hoặc 3 điểm.
-- A change at the source is suspected: one group of a province jumps by 1.5 points or more between two
-- cutoffs while no other group moves by half a point, or by 3 points whatever the others do. Not to be
-- praised or blamed before it is explained.
create or replace view rules.source_change_suspected as
with groups as (
    select
        t.snapshot_id,
        t.unit_id,
        arg_max(t.indicator_id, abs(t.delta)) as indicator_id,
        arg_max(t.delta, abs(t.delta)) as delta,
        arg_max(t.previous_value, abs(t.delta)) as previous_value,
        arg_max(t.value, abs(t.delta)) as value,
        count(*) filter (where abs(t.delta) >= 0.5) as moving_count
    from main.trends_by_cutoff as t
    inner join main.indicators as i on i.indicator_id = t.indicator_id and i.kind = 'group'
    where t.level = 'province' and t.value_kind = 'score' and t.delta is not null
    group by t.snapshot_id, t.unit_id
)

select
    'source_change_suspected' as rule,
    'warning' as severity,
    u.unit_key,
    i.indicator_key,
    s.snapshot_key,
    'Nhóm «' || i.name_vi || '» nhảy từ ' || replace(printf('%.2f', g.previous_value), '.', ',') || ' đến '
    || replace(printf('%.2f', g.value), '.', ',')
    || case g.moving_count when 1 then ' trong khi không nhóm nào khác đổi tới 0,5 điểm' else ' chỉ giữa hai lần chốt' end
    || ': nghi nguồn đổi số liệu, chưa nên coi là tiến bộ hay sa sút.' as text_vi,
    'The group ' || g.indicator_id || ' jumped from ' || printf('%.2f', g.previous_value) || ' to '
    || printf('%.2f', g.value)
    || case g.moving_count when 1 then ' while no other group moved by half a point' else ' between two cutoffs' end
    || ': a change at the source is suspected.' as text_en,
    'from trends_by_cutoff where unit_id = ''' || g.unit_id || ''' and snapshot_id = ''' || g.snapshot_id || ''''
        as evidence
from groups as g
inner join core.units as u on u.unit_id = g.unit_id
inner join core.indicators as i on i.indicator_id = g.indicator_id
inner join core.snapshots as s on s.snapshot_id = g.snapshot_id
where abs(g.delta) >= 3 or (abs(g.delta) >= 1.5 and g.moving_count = 1);

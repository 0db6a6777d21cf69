-- vi: Nghi nguồn đổi số liệu: một nhóm của tỉnh nhảy 1,5 điểm trở lên khi không nhóm nào khác đổi tới 0,5, hoặc 3 điểm.
-- A change at the source is suspected: one group of a province jumps by 1.5 points or more between two
-- cutoffs while no other group moves by half a point, or by 3 points whatever the others do. Not to be
-- praised or blamed before it is explained.
create or replace view rules.source_change_suspected as
with widest as (
    select *
    from core.jumps
    where level = 'province'
    qualify row_number() over (partition by snapshot_key, unit_key order by abs(delta) desc, indicator_key) = 1
)

select
    'source_change_suspected' as rule,
    'warning' as severity,
    g.unit_key,
    g.indicator_key,
    g.snapshot_key,
    'Nhóm «' || i.name_vi || '» nhảy từ ' || replace(printf('%.2f', g.previous_value), '.', ',') || ' đến '
    || replace(printf('%.2f', g.value), '.', ',')
    || case g.moving_count when 1 then ' trong khi không nhóm nào khác đổi tới 0,5 điểm' else ' chỉ giữa hai lần chốt' end
    || ': nghi nguồn đổi số liệu, chưa nên coi là tiến bộ hay sa sút.' as text_vi,
    'The group ' || i.indicator_id || ' jumped from ' || printf('%.2f', g.previous_value) || ' to '
    || printf('%.2f', g.value)
    || case g.moving_count when 1 then ' while no other group moved by half a point' else ' between two cutoffs' end
    || ': a change at the source is suspected.' as text_en,
    'from trends_by_cutoff where unit_id = ''' || u.unit_id || ''' and snapshot_id = ''' || s.snapshot_id || ''''
        as evidence
from widest as g
inner join core.units as u on u.unit_key = g.unit_key
inner join core.indicators as i on i.indicator_key = g.indicator_key
inner join core.snapshots as s on s.snapshot_key = g.snapshot_key
where abs(g.delta) >= 3 or g.moving_count = 1;

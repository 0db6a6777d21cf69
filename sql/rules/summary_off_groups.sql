-- vi: Điểm nhóm của tỉnh ở bảng cả nước lệch điểm ở trang của nhóm quá 0,02 tại cùng mốc chốt.
-- A province's group in the national summary and at the group's own endpoint differ by more than 0.02 at
-- the same cutoff: the two were refreshed at different times.
create or replace view rules.summary_off_groups as
with in_force as (
    select s.*
    from core.snapshots as s
    inner join core.snapshot_versions as v on v.snapshot_key = s.snapshot_key and v.level = 'province'
    where v.version_rank = 1 and s.source = 'portal'
)

select
    'summary_off_groups' as rule,
    'warning' as severity,
    own.unit_key,
    own.indicator_key,
    mine.snapshot_key,
    'Bảng cả nước ghi ' || replace(printf('%.2f', listed.score), '.', ',') || ', trang của nhóm ghi '
    || replace(printf('%.2f', own.score), '.', ',') || ': Cổng cập nhật hai nơi không cùng lúc.' as text_vi,
    'The national summary says ' || printf('%.2f', listed.score) || ', the group''s own page '
    || printf('%.2f', own.score) || ': the portal refreshed the two at different times.' as text_en,
    'from observations where unit_id = ''' || u.unit_id || ''' and indicator_id = ''' || i.indicator_id
    || ''' and snapshot_id in (''' || mine.snapshot_id || ''', ''' || nation.snapshot_id || ''')' as evidence
from in_force as mine
inner join in_force as nation
    on
        nation.cutoff_at = mine.cutoff_at
        and nation.period_type = mine.period_type
        and nation.period_start = mine.period_start
        and nation.scope_key <> mine.scope_key
inner join core.units as country on country.unit_key = nation.scope_key and country.level = 'country'
inner join core.observations as own on own.snapshot_key = mine.snapshot_key and own.unit_key = mine.scope_key
inner join core.indicators as i on i.indicator_key = own.indicator_key and i.kind = 'group'
inner join core.observations as listed
    on
        listed.snapshot_key = nation.snapshot_key
        and listed.unit_key = own.unit_key
        and listed.indicator_key = own.indicator_key
inner join core.units as u on u.unit_key = own.unit_key
where abs(listed.score - own.score) > 0.02;

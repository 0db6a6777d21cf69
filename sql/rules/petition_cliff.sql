-- vi: Vách phản ánh, kiến nghị: điểm hài lòng nhảy 6 điểm trở lên giữa hai lần chốt.
-- The petition cliff: satisfaction moves by 6 points or more between two cutoffs. A unit without
-- petitions holds 6 + 6 points; its first one, unanswered, takes all 12.
create or replace view rules.petition_cliff as
select
    'petition_cliff' as rule,
    'warning' as severity,
    j.unit_key,
    j.indicator_key,
    j.snapshot_key,
    'Điểm hài lòng ' || case when j.delta < 0 then 'tụt ' else 'lên ' end
    || replace(printf('%.2f', abs(j.delta)), '.', ',') || ' điểm (từ '
    || replace(printf('%.2f', j.previous_value), '.', ',') || ' đến ' || replace(printf('%.2f', j.value), '.', ',')
    || '): thường do một vài phản ánh, kiến nghị; hãy xem số phản ánh trước khi đánh giá.' as text_vi,
    'Satisfaction moved by ' || printf('%+.2f', j.delta) || ' points (from ' || printf('%.2f', j.previous_value)
    || ' to ' || printf('%.2f', j.value) || '): mostly a petition or two; look at their number first.' as text_en,
    'from trends_by_cutoff where unit_id = ''' || u.unit_id || ''' and snapshot_id = ''' || s.snapshot_id || ''''
        as evidence
from core.jumps as j
inner join core.units as u on u.unit_key = j.unit_key
inner join core.indicators as i on i.indicator_key = j.indicator_key
inner join core.snapshots as s on s.snapshot_key = j.snapshot_key
where i.indicator_id = 'MDHL' and j.level in ('agency', 'commune') and abs(j.delta) >= 6;

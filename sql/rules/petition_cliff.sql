-- vi: Vách phản ánh, kiến nghị: điểm hài lòng nhảy 6 điểm trở lên giữa hai lần chốt.
-- The petition cliff: satisfaction moves by 6 points or more between two cutoffs. A unit without
-- petitions holds 6 + 6 points; its first one, unanswered, takes all 12.
create or replace view rules.petition_cliff as
select
    'petition_cliff' as rule,
    'warning' as severity,
    u.unit_key,
    i.indicator_key,
    s.snapshot_key,
    'Điểm hài lòng ' || case when t.delta < 0 then 'tụt ' else 'lên ' end
    || replace(printf('%.2f', abs(t.delta)), '.', ',') || ' điểm (từ '
    || replace(printf('%.2f', t.previous_value), '.', ',') || ' đến ' || replace(printf('%.2f', t.value), '.', ',')
    || '): thường do một vài phản ánh, kiến nghị; hãy xem số phản ánh trước khi đánh giá.' as text_vi,
    'Satisfaction moved by ' || printf('%+.2f', t.delta) || ' points (from ' || printf('%.2f', t.previous_value)
    || ' to ' || printf('%.2f', t.value) || '): mostly a petition or two; look at their number first.' as text_en,
    'from trends_by_cutoff where unit_id = ''' || t.unit_id || ''' and snapshot_id = ''' || t.snapshot_id || ''''
        as evidence
from main.trends_by_cutoff as t
inner join core.units as u on u.unit_id = t.unit_id
inner join core.indicators as i on i.indicator_id = t.indicator_id
inner join core.snapshots as s on s.snapshot_id = t.snapshot_id
where t.indicator_id = 'MDHL' and t.value_kind = 'score' and t.level in ('agency', 'commune') and abs(t.delta) >= 6;

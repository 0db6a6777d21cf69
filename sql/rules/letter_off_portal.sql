-- vi: Văn bản và Cổng cùng ngày, cùng kỳ mà khác nhau quá 0,02.
-- A letter and the portal differ by more than 0.02 for the same day, period, unit and indicator.
create or replace view rules.letter_off_portal as
select
    'letter_off_portal' as rule,
    'warning' as severity,
    v.unit_key,
    v.indicator_key,
    v.snapshot_key,
    'Văn bản ghi ' || replace(printf('%.2f', v.value), '.', ',') || ' nhưng Cổng cùng ngày ghi '
    || replace(printf('%.2f', v.other_value), '.', ',') || '; hãy nêu rõ lấy số của nguồn nào.' as text_vi,
    'The letter says ' || printf('%.2f', v.value) || ' but the portal said ' || printf('%.2f', v.other_value)
    || ' on the same day; say which source is quoted.' as text_en,
    'from reconciliation where kind = ''letter_vs_portal'' and snapshot_id = ''' || s.snapshot_id || ''''
        as evidence
from core.two_voices as v
inner join core.snapshots as s on s.snapshot_key = v.snapshot_key
where v.kind = 'letter_vs_portal' and abs(v.value - v.other_value) > 0.02;

-- vi: Nghi đổi thang: tỷ lệ của mọi đơn vị trong một nhóm so sánh nằm hẳn ngoài khoảng của lần trước.
-- A change of scale is suspected: the rates of one indicator lie wholly above, or wholly below, those that the same
-- units had the time before. Satisfaction was out of 33.3 for the agencies of one letter, out of 100 for the
-- districts beside them: a rate says nothing of what it is a rate of. Judged where three units or more have both.
create or replace view rules.scale_change_suspected as
with spans as (
    select
        o.snapshot_key,
        o.cohort_key,
        o.indicator_key,
        min(o.rate_pct) as least,
        max(o.rate_pct) as most,
        min(o.previous_rate_pct) as previous_least,
        max(o.previous_rate_pct) as previous_most
    from core.observations as o
    where o.score is null and o.previous_rate_pct is not null and o.rate_pct is not null
    group by o.snapshot_key, o.cohort_key, o.indicator_key
    having count(*) >= 3 and (min(o.rate_pct) > max(o.previous_rate_pct) or max(o.rate_pct) < min(o.previous_rate_pct))
)

select
    'scale_change_suspected' as rule,
    'warning' as severity,
    c.parent_key as unit_key,
    p.indicator_key,
    p.snapshot_key,
    '«' || i.name_vi || '» của các đơn vị ngang cấp đi từ ' || replace(printf('%.2f', p.previous_least), '.', ',') || '–'
    || replace(printf('%.2f', p.previous_most), '.', ',') || ' % đến ' || replace(printf('%.2f', p.least), '.', ',')
    || '–' || replace(printf('%.2f', p.most), '.', ',')
    || ' %: có thể hai lần không cùng thang, chưa nên coi là tiến bộ hay sa sút.' as text_vi,
    i.indicator_id || ' of all units of a level went from ' || printf('%.2f', p.previous_least) || '–'
    || printf('%.2f', p.previous_most) || ' % to ' || printf('%.2f', p.least) || '–' || printf('%.2f', p.most)
    || ' %: perhaps not on the same scale, not to be praised or blamed yet.' as text_en,
    'from trends_by_cutoff where snapshot_id = ''' || s.snapshot_id || ''' and indicator_id = ''' || i.indicator_id
    || ''' and level = ''' || c.level || '''' as evidence
from spans as p
inner join core.cohorts as c on c.cohort_key = p.cohort_key
inner join core.snapshot_pairs as pair on pair.snapshot_key = p.snapshot_key and pair.level = c.level
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.indicators as i on i.indicator_key = p.indicator_key
where pair.break_reason is null;

-- vi: Dự kiến và thực có: kỳ chụp đã nhận; mốc chốt, kỳ, đơn vị, nhóm còn thiếu và vì sao.
-- Expected against received. Every snapshot in force is a row that is received; what is missing is a row with its
-- reason: missed (nobody took it, or not in time), refused, unanswered, absent_at_source or not_applicable. A
-- period between two received ones, or one whose end the portal was never asked for again, is missed.
-- required: source, status
create or replace view main.coverage as
with in_force as (
    select s.*, v.level
    from core.snapshots as s
    inner join core.snapshot_versions as v on v.snapshot_key = s.snapshot_key and v.version_rank = 1
),

received as (
    select distinct
        source, scope_key, period_type, period_start, cutoff_at, null::usmallint as unit_key,
        null::utinyint as indicator_key, 'received' as status, null as reason,
        case when observed_after is not null then 'Chỉ biết khoảng giờ nhận.' end as text_vi,
        case when observed_after is not null then 'The time of receipt is known by its bounds only.' end as text_en
    from in_force
),

groups_absent as (
    select
        s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, u.unit_key, g.indicator_key,
        'missing' as status, 'absent_at_source' as reason,
        'Nguồn không công bố nhóm này cho đơn vị.' as text_vi,
        'The source does not publish this group for the unit.' as text_en
    from in_force as s
    inner join core.absent_groups as g on g.snapshot_key = s.snapshot_key
    inner join core.units as u on u.unit_key = g.unit_key and u.level = s.level
    where
        not exists (
            -- not absent at the source: we have no answer, and answers_missing says so once
            select 1 from core.missing_answers as m
            where m.snapshot_key = s.snapshot_key and m.indicator_key = g.indicator_key
        )
),

not_applicable as (
    select
        s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, null::usmallint as unit_key,
        i.indicator_key, 'missing' as status, 'not_applicable' as reason,
        'Chỉ số không áp dụng cho xã, nguồn không chấm.' as text_vi,
        'The indicator does not apply to communes and they are not scored on it.' as text_en
    from in_force as s
    inner join core.indicators as i on not i.applies_to_communes
    where
        s.level = 'commune'
        and exists (
            select 1 from core.cohorts as c
            inner join core.indicators as sibling
                on sibling.indicator_key = c.indicator_key and sibling.parent_key = i.parent_key
            where c.snapshot_key = s.snapshot_key and c.level = s.level
        )
        and not exists (
            select 1 from core.cohorts as c
            where c.snapshot_key = s.snapshot_key and c.level = s.level and c.indicator_key = i.indicator_key
        )
),

peers as (
    select distinct snapshot_key, level, parent_key
    from core.cohorts
    where unit_count > 1
),

bodies_present as (
    select p.snapshot_key, e.body_key
    from core.snapshot_units as p
    inner join core.expected_units as e on e.unit_key = p.unit_key
),

units_absent as (
    select distinct
        s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, e.body_key as unit_key,
        null::utinyint as indicator_key, 'missing' as status, 'absent_at_source' as reason,
        'Đơn vị đang hoạt động, các đơn vị ngang cấp có số, đơn vị này không.' as text_vi,
        'The unit exists and its peers are published, it is not.' as text_en
    from in_force as s
    inner join peers as c on c.snapshot_key = s.snapshot_key and c.level = s.level
    inner join core.expected_units as e
        on
            e.parent_key = c.parent_key
            and e.level = c.level
            and (s.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date between e.exists_from and e.exists_to
    anti join bodies_present as present on present.snapshot_key = s.snapshot_key and present.body_key = e.body_key
),

periods_absent as (
    select
        k.source, k.scope_key, k.period_type, k.period_start, null::timestamptz as cutoff_at,
        null::usmallint as unit_key, null::utinyint as indicator_key, 'missing' as status, 'missed' as reason,
        case when k.is_received
            then 'Kỳ đã hết nhưng chỉ được chụp khi còn mở: chưa có số cuối kỳ; Cổng cho lấy lại kỳ đã đóng.'
            else 'Không có số liệu của kỳ này, trong khi kỳ trước và kỳ sau có.'
        end as text_vi,
        case when k.is_received
            then 'The period has ended and was only seen while open: its final values are not here; the portal still '
                || 'gives a closed period.'
            else 'Nothing of this period was received, though periods before and after it were.'
        end as text_en
    from core.known_periods as k
    where
        not k.is_received
        or (
            k.source = 'portal' and not k.is_closed
            and k.period_end < (
                select max((s.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date) from core.snapshots as s
                where s.source = 'portal'
            )
        )
),

refused as (
    select
        r.kind as source, null::usmallint as scope_key, null as period_type, null::date as period_start,
        r.cutoff_at, null::usmallint as unit_key, null::utinyint as indicator_key,
        'missing' as status, 'refused' as reason, r.name || ': ' || r.reason_vi as text_vi,
        r.name || ': ' || r.reason_en as text_en
    from core.refusals as r
    where r.batch_id is null
),

answers_missing as (
    select distinct
        'portal' as source, m.scope_key, m.period_type, m.period_start, m.cutoff_at, m.scope_key as unit_key,
        m.indicator_key, 'missing' as status,
        case when m.reason = 'not_asked' then 'missed' else m.reason end as reason, m.text_vi, m.text_en
    from core.missing_answers as m
    where
        m.reason in ('refused', 'unanswered')
        or m.cutoff_at in (select l.cutoff_at from core.cutoff_log as l where l.outcome = 'partial')
),

not_taken as (
    select
        'portal' as source, null::usmallint as scope_key, null as period_type, null::date as period_start,
        l.cutoff_at, null::usmallint as unit_key, null::utinyint as indicator_key,
        'missing' as status, case when l.outcome = 'refused' then 'refused' else 'missed' end as reason,
        l.text_vi, l.text_en
    from core.cutoff_log as l
    where l.outcome in ('missed', 'refused')
),

everything as (
    select * from received
    union all by name
    select * from groups_absent
    union all by name
    select * from not_applicable
    union all by name
    select * from units_absent
    union all by name
    select * from periods_absent
    union all by name
    select * from refused
    union all by name
    select * from answers_missing
    union all by name
    select * from not_taken
)

select
    e.source,
    scope.unit_id as scope_unit_id,
    e.period_type,
    e.period_start,
    e.cutoff_at,
    e.status,
    e.reason,
    u.unit_id,
    u.name as unit_name,
    i.indicator_id,
    e.text_vi,
    e.text_en
from everything as e
left join core.units as scope on scope.unit_key = e.scope_key
left join core.units as u on u.unit_key = e.unit_key
left join core.indicators as i on i.indicator_key = e.indicator_key;

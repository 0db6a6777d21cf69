-- vi: Dự kiến và thực có: kỳ chụp đã nhận; kỳ, đơn vị, nhóm còn thiếu và vì sao.
-- Expected against received. Every snapshot in force is a row that is received; what is missing is a
-- row with its reason: missed, refused, unanswered, absent_at_source or not_applicable.
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
        case when observed_after is not null then 'known by bounds only' end as detail
    from in_force
),

groups_absent as (
    select
        s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, u.unit_key, g.indicator_key,
        'missing' as status, 'absent_at_source' as reason, 'the group is not published for this unit' as detail
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

units_absent as (
    select distinct
        s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, u.unit_key,
        null::utinyint as indicator_key, 'missing' as status, 'absent_at_source' as reason,
        'the unit exists and its peers are published, it is not' as detail
    from in_force as s
    inner join core.cohorts as c
        on c.snapshot_key = s.snapshot_key and c.level = s.level and c.unit_count > 1
    inner join core.units as u
        on
            u.parent_key = c.parent_key
            and u.level = c.level
            and coalesce(u.valid_from, '0001-01-01'::date) <= s.cutoff_at::date
            and coalesce(u.valid_to, '9999-12-31'::date) >= s.cutoff_at::date
    anti join core.snapshot_units as present
        on present.snapshot_key = s.snapshot_key and present.unit_key = u.unit_key
),

refused as (
    select
        r.kind as source, null::usmallint as scope_key, null as period_type, null::date as period_start,
        r.cutoff_at, null::usmallint as unit_key, null::utinyint as indicator_key,
        'missing' as status, 'refused' as reason, r.name || ': ' || r.reason_en as detail
    from core.refusals as r
    where r.batch_id is null
),

answers_missing as (
    select distinct
        'portal' as source, m.scope_key, m.period_type, m.period_start, m.cutoff_at, m.scope_key as unit_key,
        m.indicator_key, 'missing' as status,
        case when m.reason = 'not_asked' then 'missed' else m.reason end as reason, m.text_en as detail
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
        l.text_en as detail
    from core.cutoff_log as l
    where l.outcome in ('missed', 'refused')
),

everything as (
    select * from received
    union all by name
    select * from groups_absent
    union all by name
    select * from units_absent
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
    e.detail
from everything as e
left join core.units as scope on scope.unit_key = e.scope_key
left join core.units as u on u.unit_key = e.unit_key
left join core.indicators as i on i.indicator_key = e.indicator_key;

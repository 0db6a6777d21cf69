-- What was asked for and did not come, each beside the snapshot that lacks it, if one was loaded. Outside
-- the schedule the snapshot speaks for the instant of receipt: within the window after the question.
delete from core.missing_answers;

insert into core.missing_answers by name
with typed as (
    select
        m.run_id,
        m.name,
        scope.unit_key as scope_key,
        m.period_type,
        m.period_start::date as period_start,
        i.indicator_key,
        m.cutoff_at::timestamptz as cutoff_at,
        m.asked_at::timestamptz as asked_at,
        m.reason,
        m.text_vi,
        m.text_en
    from staged_missing as m
    left join core.units as scope on scope.unit_id = m.scope_unit_id
    left join core.indicators as i on i.indicator_id = m.indicator_id
),

beside as (
    select
        t.run_id,
        t.name,
        max_by(s.snapshot_key, s.observed_at) as snapshot_key,
        max(s.cutoff_at) as snapshot_cutoff_at
    from typed as t
    inner join core.snapshots as s
        on
            s.source = 'portal'
            and s.scope_key = t.scope_key
            and s.period_type = t.period_type
            and s.period_start = t.period_start
            and (
                s.cutoff_at = t.cutoff_at
                or (t.cutoff_at is null and s.observed_at between t.asked_at and t.asked_at + interval 2 hour)
            )
    group by t.run_id, t.name
)

select
    t.run_id,
    t.name,
    t.scope_key,
    t.period_type,
    t.period_start,
    t.indicator_key,
    coalesce(t.cutoff_at, b.snapshot_cutoff_at, t.asked_at) as cutoff_at,
    b.snapshot_key,
    t.cutoff_at is not null as is_scheduled,
    t.reason,
    t.text_vi,
    t.text_en
from typed as t
left join beside as b on b.run_id = t.run_id and b.name = t.name;

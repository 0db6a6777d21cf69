-- vi: Các kỳ lẽ ra có: mọi kỳ từ kỳ đầu đến kỳ cuối đã nhận của mỗi nguồn, phạm vi và loại kỳ.
-- Periods that can be expected: every one from the first to the last received of a source, scope and kind of
-- period; with whether anything of it was received, and whether its final values were (is_closed).
create or replace view core.known_periods as
with spans as (
    select
        source,
        scope_key,
        period_type,
        min(period_start)::timestamp as first_start,
        max(period_start)::timestamp as last_start,
        case period_type
            when 'month' then interval 1 month
            when 'quarter' then interval 3 month
            when 'half' then interval 6 month
            else interval 1 year
        end as step
    from core.snapshots
    group by source, scope_key, period_type
),

expected as (
    select
        source,
        scope_key,
        period_type,
        step,
        unnest(generate_series(first_start, last_start, step))::date as period_start
    from spans
)

select
    e.source,
    e.scope_key,
    e.period_type,
    e.period_start,
    (e.period_start + e.step)::date - 1 as period_end,
    count(p.snapshot_key) > 0 as is_received,
    coalesce(bool_or(p.is_closed), false) as is_closed
from expected as e
left join core.period_states as p
    on
        p.source = e.source
        and p.scope_key = e.scope_key
        and p.period_type = e.period_type
        and p.period_start = e.period_start
group by all;

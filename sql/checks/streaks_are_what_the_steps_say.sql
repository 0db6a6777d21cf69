-- Every series is kept once, at its newest cutoff, with the streak that all its steps together give.
-- scope: whole
-- relation: main.movers
with steps as (
    select
        s.source,
        s.scope_key,
        s.period_type,
        s.period_start,
        c.unit_key,
        c.indicator_key,
        c.cutoff_at,
        case when c.break_reason is null then c.value - c.previous_value end as delta,
        sign(delta)::tinyint as direction_sign
    from core.comparisons as c
    inner join core.snapshots as s on s.snapshot_key = c.snapshot_key and not s.is_mixed_refresh
),

signed as (
    select
        *,
        max(cutoff_at) over series as newest_cutoff_at,
        last_value(direction_sign) over series as newest_sign
    from steps
    window series as (
        partition by source, scope_key, period_type, period_start, unit_key, indicator_key
        order by cutoff_at
        rows between unbounded preceding and unbounded following
    )
),

dated as (
    select
        *,
        max(cutoff_at) filter (where direction_sign is distinct from newest_sign) over (
            partition by source, scope_key, period_type, period_start, unit_key, indicator_key
        ) as last_other_at
    from signed
),

told as (
    select
        source, scope_key, period_type, period_start, unit_key, indicator_key, newest_cutoff_at as cutoff_at,
        newest_sign as direction_sign,
        case when newest_sign is not null then last_other_at end as since_cutoff_at,
        count(*) filter (where direction_sign = newest_sign and cutoff_at > last_other_at) as streak_length,
        sum(delta) filter (where direction_sign = newest_sign and cutoff_at > last_other_at) as streak_delta,
        count(delta) as comparison_count
    from dated
    group by
        source, scope_key, period_type, period_start, unit_key, indicator_key, newest_cutoff_at, newest_sign,
        last_other_at
),

kept as (
    select
        source, scope_key, period_type, period_start, unit_key, indicator_key, cutoff_at, direction_sign,
        since_cutoff_at, streak_length, streak_delta, comparison_count
    from core.series
)

(from told except all from kept)
union all
(from kept except all from told);

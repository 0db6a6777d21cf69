-- vi: Ai lên, ai xuống, từ bao giờ: hướng đi mới nhất của mỗi chuỗi, kéo dài mấy lần chốt, được bao nhiêu.
-- Who rose, who fell, since when: the newest direction of each series within its period, for how many
-- cutoffs in a row it has gone that way, and by how much in all. A break ends a streak, nothing is counted
-- across one; direction is null where the newest value may not be compared.
-- scope: whole
-- key: unit_id, indicator_id, source, scope_unit_id, period_type, period_start
-- required: cutoff_at
-- within: streak_length 0..comparison_count, since_cutoff_at ..cutoff_at
create or replace view main.movers as
with steps as (
    select
        *,
        sign(delta)::tinyint as step,
        max(cutoff_at) over series as newest_cutoff_at,
        last_value(sign(delta)::tinyint) over series as newest_step
    from main.trends_by_cutoff
    where break_reason is distinct from 'mixed_refresh'
    window series as (
        partition by unit_id, indicator_id, source, scope_unit_id, period_type, period_start
        order by cutoff_at
        rows between unbounded preceding and unbounded following
    )
),

streaks as (
    select
        *,
        max(case when step is distinct from newest_step then cutoff_at end) over (
            partition by unit_id, indicator_id, source, scope_unit_id, period_type, period_start
        ) as since_cutoff_at
    from steps
)

select
    unit_id,
    unit_name,
    level,
    indicator_id,
    source,
    scope_unit_id,
    period_type,
    period_start,
    newest_cutoff_at as cutoff_at,
    case newest_step when 1 then 'rose' when -1 then 'fell' when 0 then 'unchanged' end as direction,
    case when newest_step is not null then since_cutoff_at end as since_cutoff_at,
    count(*) filter (where step = newest_step and cutoff_at > since_cutoff_at) as streak_length,
    sum(delta) filter (where step = newest_step and cutoff_at > since_cutoff_at) as streak_delta,
    any_value(value) filter (where cutoff_at = newest_cutoff_at) as value,
    any_value(delta) filter (where cutoff_at = newest_cutoff_at) as delta,
    any_value(rank) filter (where cutoff_at = newest_cutoff_at) as rank,
    any_value(rank_change) filter (where cutoff_at = newest_cutoff_at) as rank_change,
    count(delta) as comparison_count,
    any_value(break_reason) filter (where cutoff_at = newest_cutoff_at) as break_reason
from streaks
group by
    unit_id, unit_name, level, indicator_id, source, scope_unit_id, period_type, period_start,
    newest_cutoff_at, newest_step, since_cutoff_at;

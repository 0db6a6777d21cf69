-- vi: Xu hướng trong kỳ: giá trị tại mỗi thời điểm chốt cạnh giá trị so sánh được liền trước.
-- Each value beside the previous comparable one within the same period: delta, rank and rank change,
-- or the reason why there is none. A score where one is published, else the rate.
-- key: snapshot_id, unit_id, indicator_id
-- required: comparable, cutoff_at, methodology_id
-- within: value 0..100, rank 1..cohort_size, previous_cutoff_at ..cutoff_at, percentile_pct 0..100
create or replace view main.trends_by_cutoff as
with compared as (
    select
        s.source,
        scope.unit_id as scope_unit_id,
        s.period_type,
        s.period_start,
        s.cutoff_at,
        before.cutoff_at as previous_cutoff_at,
        u.unit_id,
        u.name as unit_name,
        u.level,
        i.indicator_id,
        case when o.score is not null then 'score' else 'rate_pct' end as value_kind,
        coalesce(o.score, o.rate_pct) as value,
        coalesce(o.previous_score, o.previous_rate_pct) as previous_value,
        o.rank,
        c.ranked_count as cohort_size,
        c.median_value as cohort_median,
        o.previous_rank,
        o.is_same_cohort,
        s.maturity,
        s.methodology_id,
        s.snapshot_id,
        before.snapshot_id as previous_snapshot_id,
        case
            when p.break_reason is not null then p.break_reason
            when coalesce(o.score, o.rate_pct) is null then 'value_missing'
            when coalesce(o.previous_score, o.previous_rate_pct) is null then 'previous_value_missing'
            when (o.score is null) <> (o.previous_score is null) then 'value_kind_changed'
            when (o.max_score is distinct from o.previous_max_score) then 'maximum_changed'
            when moved.unit_key is not null then 'unit_changed'
        end as break_reason
    from core.observations as o
    inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
    inner join core.units as u on u.unit_key = o.unit_key
    inner join core.units as scope on scope.unit_key = s.scope_key
    inner join core.indicators as i on i.indicator_key = o.indicator_key
    inner join core.snapshot_pairs as p on p.snapshot_key = o.snapshot_key and p.level = u.level
    inner join core.cohorts as c on c.cohort_key = o.cohort_key
    left join core.snapshots as before on before.snapshot_key = p.previous_key
    left join core.reorganised_units as moved
        on moved.snapshot_key = o.snapshot_key and moved.level = u.level and moved.unit_key = o.unit_key
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
    cutoff_at,
    previous_cutoff_at,
    value_kind,
    value,
    previous_value,
    case when break_reason is null then value - previous_value end as delta,
    rank,
    cohort_size,
    cohort_median,
    case when cohort_size > 1 then
        (100 * (cohort_size::integer - rank::integer) / (cohort_size - 1))::decimal(5, 2)
    end as percentile_pct,
    previous_rank,
    case when break_reason is null and is_same_cohort then previous_rank::integer - rank::integer end as rank_change,
    is_same_cohort,
    break_reason is null as comparable,
    break_reason,
    maturity,
    methodology_id,
    snapshot_id,
    previous_snapshot_id
from compared;

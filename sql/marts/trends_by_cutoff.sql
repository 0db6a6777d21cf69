-- vi: Xu hướng trong kỳ: giá trị tại mỗi thời điểm chốt cạnh giá trị so sánh được liền trước.
-- Each value beside the previous comparable one within the same period: delta, rank and rank change,
-- or the reason why there is none (break_reason for the delta, rank_break_reason for the rank change). A score where one is published, else the rate.
-- key: snapshot_id, unit_id, indicator_id
-- required: comparable, cutoff_at, methodology_id
-- within: value 0..100, rank 1..cohort_size, previous_cutoff_at ..cutoff_at, percentile_pct 0..100
create or replace view main.trends_by_cutoff as
select
    c.unit_id,
    c.unit_name,
    c.level,
    i.indicator_id,
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    c.cutoff_at,
    c.previous_cutoff_at,
    case when c.is_score then 'score' else 'rate_pct' end as value_kind,
    c.value,
    c.previous_value,
    case when c.break_reason is null then c.value - c.previous_value end as delta,
    c.rank,
    c.cohort_size,
    c.cohort_median,
    case when c.cohort_size > 1 then
        (100 * (c.cohort_size::integer - c.rank::integer) / (c.cohort_size - 1))::decimal(5, 2)
    end as percentile_pct,
    c.previous_rank,
    case when c.rank_break_reason is null then c.previous_rank::integer - c.rank::integer end as rank_change,
    c.is_same_cohort,
    c.break_reason is null as comparable,
    c.break_reason,
    c.rank_break_reason,
    s.maturity,
    s.methodology_id,
    s.snapshot_id,
    c.previous_id as previous_snapshot_id
from core.comparisons as c
inner join core.snapshots as s on s.snapshot_key = c.snapshot_key
inner join core.indicators as i on i.indicator_key = c.indicator_key;

-- vi: Xu hướng giữa các kỳ: giá trị cuối của mỗi kỳ cạnh kỳ liền trước cùng loại và cùng kỳ năm trước.
-- The value known last of each period beside the previous period of the same type and the same period
-- last year. delta and change_on_year compare closed periods with closed ones; where one is still open,
-- the difference stands apart in provisional_delta and break_reason says so. A missing period is not skipped.
-- key: snapshot_id, unit_id, indicator_id
-- required: comparable, is_provisional, cutoff_at
-- within: value 0..100, rank 1..cohort_size, previous_period_start ..period_start
create or replace view main.trends_by_period as
select
    p.unit_id,
    u.name as unit_name,
    p.level,
    p.indicator_id,
    p.source,
    p.scope_unit_id,
    p.period_type,
    p.period_start,
    p.cutoff_at,
    p.previous_start as previous_period_start,
    p.previous_cutoff_at,
    case when p.is_score then 'score' else 'rate_pct' end as value_kind,
    p.value,
    p.previous_value,
    case when coalesce(p.break_reason, p.provisional_reason) is null then p.difference end as delta,
    case when p.break_reason is null and p.provisional_reason is not null then p.difference end as provisional_delta,
    p.year_value as previous_year_value,
    case
        when coalesce(p.year_break_reason, p.year_provisional_reason) is null then p.year_difference
    end as change_on_year,
    p.rank,
    p.cohort_size,
    p.cohort_median,
    case when p.cohort_size > 1 then
        (100 * (p.cohort_size::integer - p.rank::integer) / (p.cohort_size - 1))::decimal(5, 2)
    end as percentile_pct,
    p.previous_rank,
    case when p.rank_break_reason is null then p.previous_rank::integer - p.rank::integer end as rank_change,
    p.is_same_cohort,
    p.break_reason is null and p.provisional_reason is not null as is_provisional,
    coalesce(p.break_reason, p.provisional_reason) is null as comparable,
    coalesce(p.break_reason, p.provisional_reason) as break_reason,
    p.rank_break_reason,
    coalesce(p.year_break_reason, p.year_provisional_reason) as year_break_reason,
    p.maturity,
    p.previous_maturity,
    p.methodology_id,
    p.snapshot_id,
    p.previous_id as previous_snapshot_id
from core.period_changes as p
inner join core.units as u on u.unit_key = p.unit_key;

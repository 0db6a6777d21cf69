-- vi: Xu hướng giữa các kỳ: giá trị cuối của mỗi kỳ cạnh kỳ liền trước cùng loại và cùng kỳ năm trước.
-- The value known last of each period beside the previous period of the same type and the same period
-- last year. delta and change_on_year compare closed periods with closed ones; where one is still open,
-- the difference stands apart in provisional_delta and break_reason says so. A missing period is not skipped.
-- key: source, scope_unit_id, period_type, period_start, unit_id, indicator_id
-- required: comparable, is_provisional, cutoff_at
-- within: value 0..100, rank 1..cohort_size, previous_period_start ..period_start
create or replace view main.trends_by_period as
select
    p.unit_id,
    p.unit_name,
    p.level,
    p.indicator_id,
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    p.cutoff_at,
    before.period_start as previous_period_start,
    before.cutoff_at as previous_cutoff_at,
    case when p.is_score then 'score' else 'rate_pct' end as value_kind,
    p.value,
    p.previous_value,
    case when coalesce(p.break_reason, p.provisional_reason) is null then p.difference end as delta,
    case when p.break_reason is null and p.provisional_reason is not null then p.difference end as provisional_delta,
    y.previous_value as previous_year_value,
    case when coalesce(y.break_reason, y.provisional_reason) is null then y.difference end as change_on_year,
    p.rank,
    p.ranked_count as cohort_size,
    p.median_value as cohort_median,
    case when p.ranked_count > 1 then
        (100 * (p.ranked_count::integer - p.rank::integer) / (p.ranked_count - 1))::decimal(5, 2)
    end as percentile_pct,
    p.previous_rank,
    case when p.rank_break_reason is null then p.previous_rank::integer - p.rank::integer end as rank_change,
    p.is_same_cohort,
    p.break_reason is null and p.provisional_reason is not null as is_provisional,
    coalesce(p.break_reason, p.provisional_reason) is null as comparable,
    coalesce(p.break_reason, p.provisional_reason) as break_reason,
    p.rank_break_reason,
    coalesce(y.break_reason, y.provisional_reason) as year_break_reason,
    s.maturity,
    before.maturity as previous_maturity,
    s.methodology_id,
    s.snapshot_id,
    before.snapshot_id as previous_snapshot_id
from core.period_changes as p
inner join core.period_changes as y
    on
        y.step = 'last_year'
        and y.snapshot_key = p.snapshot_key
        and y.cutoff_at = p.cutoff_at
        and y.indicator_id = p.indicator_id
        and y.unit_id = p.unit_id
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
left join core.snapshots as before on before.snapshot_key = p.previous_key
where p.step = 'previous';

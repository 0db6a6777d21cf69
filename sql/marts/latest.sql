-- vi: Mới nhất: trạng thái mới nhất của mỗi đơn vị, chỉ số, theo từng nguồn, phạm vi và loại kỳ.
-- The newest state of each unit and indicator for each source, scope and kind of period, beside the
-- comparable one before it: the rows of trends_by_cutoff that speak last. A snapshot that mixes two
-- refreshes is never the newest.
-- key: source, scope_unit_id, period_type, unit_id, indicator_id
-- within: rank 1..cohort_size, percentile_pct 0..100
create or replace view main.latest as
select
    u.unit_id,
    u.name as unit_name,
    n.level,
    i.indicator_id,
    n.source,
    n.scope_unit_id,
    n.period_type,
    n.period_start,
    n.cutoff_at,
    p.previous_cutoff_at,
    case when v.score is not null then 'score' else 'rate_pct' end as value_kind,
    v.value,
    v.previous_value,
    case when v.break_reason is null then v.value - v.previous_value end as delta,
    v.rank,
    v.cohort_size,
    v.cohort_median,
    case when v.cohort_size > 1 then
        (100 * (v.cohort_size::integer - v.rank::integer) / (v.cohort_size - 1))::decimal(5, 2)
    end as percentile_pct,
    v.previous_rank,
    case when v.rank_break_reason is null then v.previous_rank::integer - v.rank::integer end as rank_change,
    v.is_same_cohort,
    v.break_reason is null as comparable,
    v.break_reason,
    v.rank_break_reason,
    s.maturity,
    s.methodology_id,
    n.snapshot_id,
    p.previous_id as previous_snapshot_id
from core.newest_states as n
inner join core.snapshots as s on s.snapshot_key = n.snapshot_key
inner join core.snapshot_pairs as p on p.snapshot_key = n.snapshot_key and p.level = n.level
inner join core.series as v on v.snapshot_key = n.snapshot_key and v.level = n.level
inner join core.units as u on u.unit_key = v.unit_key
inner join core.indicators as i on i.indicator_key = v.indicator_key;

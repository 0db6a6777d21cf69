-- What is kept as known last of a period is what its newest snapshot says, value for value.
-- relation: main.movers
with known as (
    select k.snapshot_key, k.snapshot_id, k.cutoff_at, p.level
    from core.snapshots_to_check as k
    inner join core.period_states as p on p.snapshot_key = k.snapshot_key
),

-- whole rows are compared by their hashes, and those of an indicator by their sum: setting rows side by side
-- costs ten times as much
said as (
    select
        k.snapshot_id, c.level, c.indicator_key, count(*) as row_count,
        sum(hash(
            c.unit_key, c.score, c.value, c.max_score, c.numerator, c.denominator, c.quality_flag, c.cohort_key,
            c.cohort_size, c.cohort_median, c.rank, c.previous_key, c.previous_value, c.previous_rank,
            c.is_same_cohort, c.break_reason, c.rank_break_reason
        )) as row_hashes
    from known as k
    inner join core.comparisons as c
        on c.snapshot_key = k.snapshot_key and c.cutoff_at = k.cutoff_at and c.level = k.level
    where c.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by k.snapshot_id, c.level, c.indicator_key
),

held as (
    select
        k.snapshot_id, v.level, v.indicator_key, count(*) as row_count,
        sum(hash(
            v.unit_key, v.score, v.value, v.max_score, v.numerator, v.denominator, v.quality_flag, v.cohort_key,
            v.cohort_size, v.cohort_median, v.rank, v.previous_key, v.previous_value, v.previous_rank,
            v.is_same_cohort, v.break_reason, v.rank_break_reason
        )) as row_hashes
    from known as k
    inner join core.series as v on v.snapshot_key = k.snapshot_key and v.level = k.level
    group by k.snapshot_id, v.level, v.indicator_key
)

(from said except from held)
union all
(from held except from said);

-- Snapshots' values become what is known last of their series: those that the variable `folding` names, each newer
-- than everything core.series holds of its period, no two of one period. A streak goes on, begins anew, or ends at a
-- break. Their first and last key are constants beside the list, so that every block of another is skipped.
insert into core.series by name
with stepped as (
    select
        c.snapshot_key,
        c.cutoff_at,
        c.level,
        s.source,
        s.scope_key,
        s.period_type,
        s.period_start,
        c.indicator_key,
        c.unit_key,
        c.score,
        c.value,
        c.max_score,
        c.numerator,
        c.denominator,
        c.quality_flag,
        c.cohort_key,
        c.cohort_size,
        c.cohort_median,
        c.rank,
        c.previous_key,
        c.previous_value,
        c.previous_rank,
        c.is_same_cohort,
        c.break_reason,
        c.rank_break_reason,
        case when c.break_reason is null then c.value - c.previous_value end as delta,
        sign(delta)::tinyint as direction_sign
    from core.comparisons as c
    inner join core.snapshots as s on s.snapshot_key = c.snapshot_key
    where
        c.snapshot_key between getvariable('folding_first') and getvariable('folding_last')
        and list_contains(getvariable('folding'), c.snapshot_key)
),

before as (
    select
        s.snapshot_key,
        w.unit_key,
        w.indicator_key,
        w.cutoff_at,
        w.direction_sign,
        w.since_cutoff_at,
        w.streak_length,
        w.streak_delta,
        w.comparison_count
    from core.series as w
    inner join core.snapshots as s
        on
            list_contains(getvariable('folding'), s.snapshot_key)
            and s.source = w.source
            and s.scope_key = w.scope_key
            and s.period_type = w.period_type
            and s.period_start = w.period_start
),

counted as (
    select c.snapshot_key, c.unit_key, c.indicator_key, c.recomputed_score, c.fits
    from core.recomputed as c
    where
        c.snapshot_key between getvariable('folding_first') and getvariable('folding_last')
        and list_contains(getvariable('folding'), c.snapshot_key)
    union all by name
    select c.snapshot_key, c.unit_key, c.indicator_key, c.recomputed_score, c.fits
    from core.counted_groups as c
    where
        c.snapshot_key between getvariable('folding_first') and getvariable('folding_last')
        and list_contains(getvariable('folding'), c.snapshot_key)
)

select
    n.* exclude (delta),
    r.recomputed_score,
    r.fits,
    case
        when n.direction_sign = w.direction_sign then w.since_cutoff_at
        when n.direction_sign is not null then w.cutoff_at
    end as since_cutoff_at,
    case
        when n.direction_sign = w.direction_sign then w.streak_length + 1
        when n.direction_sign is not null then 1
        else 0
    end as streak_length,
    case when n.direction_sign = w.direction_sign then w.streak_delta + n.delta else n.delta end as streak_delta,
    coalesce(w.comparison_count, 0) + (n.direction_sign is not null)::integer as comparison_count
from stepped as n
left join before as w
    on w.snapshot_key = n.snapshot_key and w.unit_key = n.unit_key and w.indicator_key = n.indicator_key
left join counted as r
    on r.snapshot_key = n.snapshot_key and r.unit_key = n.unit_key and r.indicator_key = n.indicator_key;

delete from core.series as old using core.series as new
where
    new.snapshot_key between getvariable('folding_first') and getvariable('folding_last')
    and list_contains(getvariable('folding'), new.snapshot_key)
    and old.snapshot_key <> new.snapshot_key
    and old.unit_key = new.unit_key
    and old.indicator_key = new.indicator_key
    and old.period_start = new.period_start
    and old.period_type = new.period_type
    and old.scope_key = new.scope_key
    and old.source = new.source;

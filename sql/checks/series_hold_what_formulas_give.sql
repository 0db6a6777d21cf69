-- The recomputed scores kept with what is known last are those that the verified formulas give.
-- relation: main.point_gaps
with known as (
    select k.snapshot_key, k.snapshot_id, k.cutoff_at, p.level
    from core.snapshots_to_check as k
    inner join core.period_states as p on p.snapshot_key = k.snapshot_key
),

counted as (
    select snapshot_key, cutoff_at, unit_key, indicator_key, recomputed_score, fits
    from core.recomputed
    where cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    union all by name
    select snapshot_key, cutoff_at, unit_key, indicator_key, recomputed_score, fits
    from core.counted_groups
    where cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
),

given as (
    select
        k.snapshot_id, r.indicator_key, count(*) as row_count,
        sum(hash(r.unit_key, r.recomputed_score, r.fits)) as row_hashes
    from known as k
    inner join core.units as u on u.level = k.level
    inner join counted as r
        on r.snapshot_key = k.snapshot_key and r.cutoff_at = k.cutoff_at and r.unit_key = u.unit_key
    group by k.snapshot_id, r.indicator_key
),

held as (
    select
        k.snapshot_id, v.indicator_key, count(*) as row_count,
        sum(hash(v.unit_key, v.recomputed_score, v.fits)) as row_hashes
    from known as k
    inner join core.series as v on v.snapshot_key = k.snapshot_key and v.level = k.level
    where v.fits is not null
    group by k.snapshot_id, v.indicator_key
)

(from given except from held)
union all
(from held except from given);

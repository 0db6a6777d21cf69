-- The values of the repeated snapshots $first to $last, cutoff after cutoff, each ordered by (indicator, unit)
-- as a load writes them, with what the snapshot before said beside them.
insert into core.observations by name
with twins as (
    select r.snapshot_key, r.cutoff_at, r.twin_key, r.cohort_shift, p.level, before.twin_key as before_twin
    from repeats as r
    inner join core.snapshot_pairs as p on p.snapshot_key = r.snapshot_key
    left join (
        select snapshot_key, twin_key from repeats
        union all
        select snapshot_key, snapshot_key as twin_key from core.snapshots where snapshot_key <= $loaded
    ) as before on before.snapshot_key = p.previous_key
    where r.number between $first and $last
)

select
    o.* exclude (previous_score, previous_max_score, previous_rate_pct, previous_rank, is_same_cohort)
    replace (t.snapshot_key as snapshot_key, t.cutoff_at as cutoff_at, o.cohort_key + t.cohort_shift as cohort_key),
    was.score as previous_score,
    was.max_score as previous_max_score,
    was.rate_pct as previous_rate_pct,
    was.rank as previous_rank,
    coalesce(c.members_hash = was_c.members_hash and c.ranked_count = was_c.ranked_count, false) as is_same_cohort
from twins as t
inner join template as o on o.snapshot_key = t.twin_key
inner join core.units as u on u.unit_key = o.unit_key and u.level = t.level
inner join core.cohorts as c on c.cohort_key = o.cohort_key
left join template as was
    on was.snapshot_key = t.before_twin and was.indicator_key = o.indicator_key and was.unit_key = o.unit_key
left join core.cohorts as was_c on was_c.cohort_key = was.cohort_key
order by t.snapshot_key, o.indicator_key, o.unit_key;

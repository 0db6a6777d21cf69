-- What stands beside a value as its previous one is what the previous snapshot says, and the kept pairs of
-- snapshots are those that the snapshots themselves give.
-- relation: main.trends_by_cutoff
with pairs as (
    select p.snapshot_key, k.snapshot_id, p.level, p.previous_key
    from core.snapshot_pairs as p
    inner join core.snapshots_to_check as k on k.snapshot_key = p.snapshot_key
)

select p.snapshot_id, o.unit_key, o.indicator_key, o.previous_score, was.score
from pairs as p
inner join core.observations as o on o.snapshot_key = p.snapshot_key and o.level = p.level
inner join core.cohorts as c on c.cohort_key = o.cohort_key
left join core.observations as was
    on was.snapshot_key = p.previous_key and was.indicator_key = o.indicator_key and was.unit_key = o.unit_key
left join core.cohorts as was_c on was_c.cohort_key = was.cohort_key
where
    o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (row(o.previous_score, o.previous_max_score, o.previous_rate_pct, o.previous_rank)
    is distinct from row(was.score, was.max_score, was.rate_pct, was.rank)
    or o.is_same_cohort
    <> coalesce(c.members_hash = was_c.members_hash and c.ranked_count = was_c.ranked_count, false))
union all
select s.snapshot_id, null as unit_key, null as indicator_key, null as previous_score, null as score
from (
    from core.snapshot_neighbours except from core.snapshot_pairs
) as n
inner join core.snapshots as s on s.snapshot_key = n.snapshot_key;

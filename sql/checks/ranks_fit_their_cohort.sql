-- Ranks are those of the values: ties share one and the next is left out (1, 2, 2, 4), nobody fully scored lacks one.
-- relation: main.trends_by_cutoff
with ranked as (
    select
        k.snapshot_id,
        o.cohort_key,
        o.indicator_key,
        o.unit_key,
        o.rank,
        rank() over (partition by o.cohort_key order by coalesce(o.score, o.rate_pct) desc) as expected_rank
    from core.observations as o
    inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
    where o.rank is not null and o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
)

select snapshot_id, cohort_key, indicator_key, unit_key, rank, expected_rank
from ranked
where rank <> expected_rank
union all
select
    any_value(k.snapshot_id) as snapshot_id,
    c.cohort_key,
    any_value(c.indicator_key) as indicator_key,
    null as unit_key,
    count(o.rank) as rank,
    any_value(c.ranked_count) as expected_rank
from core.cohorts as c
inner join core.snapshots_to_check as k on k.snapshot_key = c.snapshot_key
inner join core.observations as o on o.snapshot_key = c.snapshot_key and o.cohort_key = c.cohort_key
where c.ranked_count > 1 and o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
group by c.cohort_key
having count(o.rank) <> any_value(c.ranked_count);

-- In every cohort somebody is first and nobody stands behind its last place.
-- relation: main.trends_by_cutoff
select k.snapshot_id, c.indicator_key, c.level, min(o.rank) as best, max(o.rank) as worst, c.ranked_count
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
inner join core.cohorts as c on c.cohort_key = o.cohort_key
where o.rank is not null
group by k.snapshot_id, c.indicator_key, c.level, c.parent_key, c.ranked_count
having max(o.rank) > c.ranked_count or min(o.rank) <> 1;

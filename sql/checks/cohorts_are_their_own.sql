-- The size and the middle of its cohort kept beside a value are those of its cohort.
-- relation: main.trends_by_cutoff
select k.snapshot_id, o.unit_key, o.indicator_key, o.cohort_size, c.ranked_count, o.cohort_median, c.median_value
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
left join core.cohorts as c on c.cohort_key = o.cohort_key and c.snapshot_key = o.snapshot_key
where o.cohort_size is distinct from c.ranked_count or o.cohort_median is distinct from c.median_value;

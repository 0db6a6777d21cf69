-- The mean and the middle of a cohort are those of its ranked units.
-- relation: main.contributions
select
    k.snapshot_id,
    c.indicator_key,
    c.level,
    c.mean_value,
    avg(coalesce(o.score, o.rate_pct)) as expected_mean,
    c.median_value,
    median(coalesce(o.score, o.rate_pct)) as expected_median
from core.cohorts as c
inner join core.snapshots_to_check as k on k.snapshot_key = c.snapshot_key
inner join core.observations as o
    on o.snapshot_key = c.snapshot_key and o.cohort_key = c.cohort_key and o.rank is not null
group by k.snapshot_id, c.cohort_key, c.indicator_key, c.level, c.mean_value, c.median_value
having
    abs(c.mean_value - avg(coalesce(o.score, o.rate_pct))) > 0.00005001
    or abs(c.median_value - median(coalesce(o.score, o.rate_pct))) > 0.00005001;

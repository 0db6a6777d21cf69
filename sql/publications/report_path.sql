-- The province's total at the last cutoffs of the period, oldest first; a point that may not be compared
-- with the one before it says so.
select
    t.cutoff_at,
    t.value,
    t.comparable or coalesce(t.break_reason = 'first_observation', false) as is_joined
from trends_by_cutoff as t
where
    t.unit_id = $province
    and t.indicator_id = 'TOTAL'
    and t.source = $source
    and t.period_type = $period_type
    and t.period_start = $period_start
    and t.cutoff_at <= $cutoff_at
    and t.value is not null
qualify
    row_number() over (partition by t.cutoff_at order by t.cohort_size desc, t.scope_unit_id, t.snapshot_id) = 1
    and dense_rank() over (order by t.cutoff_at desc) <= 5
order by t.cutoff_at;

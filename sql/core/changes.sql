-- vi: Thay đổi so sánh được của điểm giữa hai thời điểm chốt.
-- Comparable changes of scores between two cutoffs, by keys: what contributions are made of.
-- core.comparisons is the judge of what may be compared; nothing is judged again here.
-- The snapshot's names stand here too, so that what is asked of them narrows what is read.
create or replace view core.changes as
select
    s.snapshot_key,
    s.snapshot_id,
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    c.cutoff_at,
    c.unit_key,
    c.unit_id,
    c.indicator_key,
    c.cohort_key,
    c.cohort_size,
    c.level,
    i.parent_key as whole_key,
    c.previous_key,
    c.value - c.previous_value as delta,
    c.is_same_cohort
from core.comparisons as c
inner join core.snapshots as s on s.snapshot_key = c.snapshot_key
inner join core.indicators as i on i.indicator_key = c.indicator_key
where c.break_reason is null and c.is_score;

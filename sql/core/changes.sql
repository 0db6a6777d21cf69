-- vi: Thay đổi so sánh được của điểm giữa hai thời điểm chốt.
-- Comparable changes of scores between two cutoffs: what contributions are made of.
-- main.trends_by_cutoff is the judge of what may be compared; nothing is judged again here.
create or replace view core.changes as
select
    t.snapshot_id,
    t.previous_snapshot_id,
    t.cutoff_at,
    t.unit_id,
    t.indicator_id,
    t.level,
    i.parent_id as whole_indicator_id,
    t.value,
    t.delta,
    t.is_same_cohort,
    t.cohort_size
from main.trends_by_cutoff as t
inner join main.indicators as i on i.indicator_id = t.indicator_id
where t.comparable and t.value_kind = 'score';

-- vi: Giá trị cuối của kỳ: số liệu của kỳ chụp mới nhất trong mỗi kỳ.
-- The values known last of each period, with their cohorts: the few snapshots of the many that a
-- comparison between periods needs.
create or replace view core.period_values as
select
    p.snapshot_key,
    p.level,
    v.indicator_key,
    v.unit_key,
    v.value,
    v.score is not null as is_score,
    v.max_score,
    v.rank,
    c.ranked_count,
    c.median_value,
    c.members_hash
from core.period_states as p
inner join core.series as v on v.snapshot_key = p.snapshot_key and v.level = p.level
inner join core.cohorts as c on c.cohort_key = v.cohort_key;

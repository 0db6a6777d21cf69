-- vi: Giá trị cuối của kỳ: số liệu của kỳ chụp mới nhất trong mỗi kỳ.
-- The values known last of each period, with their cohorts: the few snapshots of the many that a
-- comparison between periods needs.
create or replace view core.period_values as
select
    p.snapshot_key,
    p.level,
    o.indicator_key,
    o.unit_key,
    coalesce(o.score, o.rate_pct) as value,
    o.score is not null as is_score,
    o.max_score,
    o.rank,
    c.ranked_count,
    c.median_value,
    c.members_hash
from core.period_states as p
inner join core.observations as o on o.snapshot_key = p.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key and u.level = p.level
inner join core.cohorts as c on c.cohort_key = o.cohort_key;

-- vi: Giá trị cuối của kỳ: số liệu của kỳ chụp mới nhất trong mỗi kỳ.
-- The values known last of each period, with their cohorts: the few snapshots of the many that a
-- comparison between periods needs. The names stand here and join the two sides of a comparison, so that
-- what is asked of one side narrows the other too.
create or replace view core.period_values as
select
    p.snapshot_key,
    v.cutoff_at,
    p.level,
    v.indicator_key,
    i.indicator_id,
    v.unit_key,
    u.unit_id,
    v.value,
    v.score is not null as is_score,
    v.max_score,
    v.rank,
    v.cohort_key,
    v.cohort_size,
    v.cohort_median,
    lacks.unit_key is not null as lacks_group
from core.period_states as p
inner join core.series as v on v.snapshot_key = p.snapshot_key and v.level = p.level
inner join core.units as u on u.unit_key = v.unit_key
inner join core.indicators as i on i.indicator_key = v.indicator_key
left join core.incomplete_totals as lacks
    on
        lacks.snapshot_key = v.snapshot_key
        and lacks.indicator_key = v.indicator_key
        and lacks.unit_key = v.unit_key;

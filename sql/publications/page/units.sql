-- The agencies, communes or districts of one snapshot.
select
    t.scope_unit_id,
    t.source,
    t.period_type,
    t.period_start,
    t.level,
    t.cutoff_at,
    t.snapshot_id,
    t.maturity,
    t.unit_id,
    t.unit_name,
    t.indicator_id,
    t.value_kind,
    t.value,
    t.delta,
    t.rank,
    t.cohort_size,
    t.rank_change,
    t.break_reason
from trends_by_cutoff as t
where
    t.snapshot_id = $snapshot_id
    and t.level = $level
    and t.indicator_id in (select i.indicator_id from indicators as i where i.kind in ('total', 'group'))
order by t.unit_name, t.unit_id, t.indicator_id;

-- The agencies, communes and districts of every province at the newest cutoff of each source and kind of
-- period, each level a cohort of its own.
select
    s.scope_unit_id,
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
inner join snapshots as s on s.snapshot_id = t.snapshot_id
where t.level not in ('province', 'country')
qualify
    t.cutoff_at = max(t.cutoff_at) over (
        partition by s.scope_unit_id, t.source, t.period_type, t.level
    )
order by s.scope_unit_id, t.cutoff_at desc, t.source, t.period_type, t.level, t.unit_name, t.unit_id, t.indicator_id;

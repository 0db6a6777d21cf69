-- The same, written directly on the fact.
select
    s.period_type,
    s.cutoff_at,
    o.score as value,
    o.rank,
    o.score - lag(o.score) over series as step,
    lag(o.rank) over series as previous_rank
from core.observations as o
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
where
    o.unit_key = (select unit_key from core.units where unit_id = 'H50')
    and o.indicator_key = (select indicator_key from core.indicators where indicator_id = 'TDGQ')
    and s.source = 'portal'
window series as (partition by s.scope_key, s.period_type, s.period_start order by s.cutoff_at)
order by s.period_type, s.cutoff_at;

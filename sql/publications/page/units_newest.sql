-- Which snapshot tells the newest state of each level of each scope, for each source and kind of period.
-- Asked first, so that the values are then read snapshot by snapshot, which is quick however long the history.
select
    p.level,
    s.snapshot_id
from core.period_states as p
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
where p.level not in ('province', 'country')
qualify row_number() over (
    partition by p.source, p.scope_key, p.level, p.period_type
    order by p.period_start desc, p.cutoff_at desc
) = 1
order by p.scope_key, p.cutoff_at desc, p.source, p.period_type, p.level;

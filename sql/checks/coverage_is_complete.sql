-- Every snapshot in force is told of as received.
-- relation: main.coverage
with received as (
    select source, scope_unit_id, period_type, period_start, cutoff_at
    from main.coverage
    where status = 'received'
)

select s.snapshot_id, s.source, s.scope_unit_id, s.period_start, s.cutoff_at
from main.snapshots as s
anti join received as r
    on
        r.source = s.source
        and r.scope_unit_id = s.scope_unit_id
        and r.period_type = s.period_type
        and r.period_start = s.period_start
        and r.cutoff_at = s.cutoff_at;

-- Every series of the trends within a period has its one direction among the movers, at its newest cutoff.
-- scope: whole
-- relation: main.movers
with expected as (
    select
        unit_id, indicator_id, source, scope_unit_id, period_type, period_start,
        max(cutoff_at) as cutoff_at,
        arg_max(delta, cutoff_at) as delta,
        arg_max(break_reason, cutoff_at) as break_reason
    from main.trends_by_cutoff
    where break_reason is distinct from 'mixed_refresh'
    group by all
)

select e.*
from expected as e
left join main.movers as m
    on
        m.unit_id = e.unit_id
        and m.indicator_id = e.indicator_id
        and m.source = e.source
        and m.scope_unit_id = e.scope_unit_id
        and m.period_type = e.period_type
        and m.period_start = e.period_start
where m.cutoff_at is distinct from e.cutoff_at or (m.direction is null) <> (m.break_reason is not null);

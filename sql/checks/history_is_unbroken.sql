-- At any instant at most one version of a value is the newest one known, and exactly one is now.
-- scope: whole
-- relation: main.observation_history
with spans as (
    select
        unit_id, indicator_id, source, scope_unit_id, period_type, period_start, known_from, known_to, is_current,
        lead(known_from) over (
            partition by unit_id, indicator_id, source, scope_unit_id, period_type, period_start
            order by known_from
        ) as next_known_from
    from main.observation_history
)

select *
from spans
where known_to is distinct from next_known_from or is_current <> (next_known_from is null);

-- A delta is shown where two values are comparable, and only there; a break always has a reason.
-- relation: main.trends_by_cutoff
select snapshot_id, unit_id, indicator_id, value, previous_value, delta, comparable, break_reason
from main.trends_by_cutoff
where
    comparable <> (break_reason is null)
    or (comparable and delta is distinct from value - previous_value)
    or (not comparable and (delta is not null or rank_change is not null));

-- A change between periods is shown where both are closed and comparable, a provisional one only apart.
-- relation: main.trends_by_period
select snapshot_id, unit_id, indicator_id, delta, provisional_delta, comparable, is_provisional, break_reason
from main.trends_by_period
where
    cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (
        (comparable and (delta is distinct from value - previous_value or provisional_delta is not null))
        or (not comparable and (delta is not null or rank_change is not null or break_reason is null))
        or (is_provisional and provisional_delta is distinct from value - previous_value)
        or (not is_provisional and provisional_delta is not null)
    );

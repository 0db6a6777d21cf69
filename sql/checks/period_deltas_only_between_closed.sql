-- A change between periods is shown where both are closed and comparable, a provisional one only apart; every
-- reason for a break is one that break_reasons explains.
-- relation: main.trends_by_period
select
    snapshot_id, unit_id, indicator_id, delta, provisional_delta, comparable, is_provisional, break_reason,
    rank_break_reason, year_break_reason
from main.trends_by_period
where
    cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (
        (comparable and (delta is distinct from value - previous_value or provisional_delta is not null))
        or (not comparable and (delta is not null or rank_change is not null or break_reason is null))
        or (is_provisional and provisional_delta is distinct from value - previous_value)
        or (not is_provisional and provisional_delta is not null)
        or coalesce(break_reason not in (select b.break_reason from main.break_reasons as b), false)
        or coalesce(rank_break_reason not in (select b.break_reason from main.break_reasons as b), false)
        or coalesce(year_break_reason not in (select b.break_reason from main.break_reasons as b), false)
    );

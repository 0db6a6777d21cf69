-- A delta is shown where two values are comparable, and only there; so is a change of rank; a break always has
-- a reason, and break_reasons explains it.
-- relation: main.trends_by_cutoff
select
    t.snapshot_id, t.unit_id, t.indicator_id, t.value, t.previous_value, t.delta, t.comparable, t.break_reason,
    t.rank_change, t.rank_break_reason
from main.trends_by_cutoff as t
inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
where
    t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (
        t.comparable <> (t.break_reason is null)
        or (t.comparable and t.delta is distinct from t.value - t.previous_value)
        or (not t.comparable and t.delta is not null)
        or (t.rank_break_reason is null and (t.break_reason is not null or not t.is_same_cohort))
        or t.rank_change is distinct from
        case when t.rank_break_reason is null then t.previous_rank::integer - t.rank::integer end
        or coalesce(t.break_reason not in (select b.break_reason from main.break_reasons as b), false)
        or coalesce(t.rank_break_reason not in (select b.break_reason from main.break_reasons as b), false)
    );

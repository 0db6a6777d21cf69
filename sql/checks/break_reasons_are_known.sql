-- Every reason for a break, of values or of ranks, is explained in break_reasons.
-- relation: main.trends_by_cutoff
with told as (
    select distinct t.snapshot_id, t.break_reason, t.rank_break_reason, null as year_break_reason
    from main.trends_by_cutoff as t
    inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    union
    select distinct t.snapshot_id, t.break_reason, t.rank_break_reason, t.year_break_reason
    from main.trends_by_period as t
    inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
)

select *
from told
where
    coalesce(break_reason not in (select b.break_reason from main.break_reasons as b), false)
    or coalesce(rank_break_reason not in (select b.break_reason from main.break_reasons as b), false)
    or coalesce(year_break_reason not in (select b.break_reason from main.break_reasons as b), false);

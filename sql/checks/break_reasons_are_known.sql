-- Every reason for a break is explained in break_reasons.
-- relation: main.trends_by_cutoff
select distinct t.snapshot_id, t.break_reason
from main.trends_by_cutoff as t
inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
where
    t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and t.break_reason is not null
    and t.break_reason not in (select b.break_reason from main.break_reasons as b);

-- A rate lies between 0 and 100 percent.
-- relation: main.observations
select o.snapshot_id, o.unit_id, o.indicator_id, o.rate_pct, o.source_locator
from main.observations as o
inner join core.snapshots_to_check as k on k.snapshot_id = o.snapshot_id
where
    o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (o.rate_pct < 0 or o.rate_pct > 100);

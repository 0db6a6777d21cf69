-- A score lies between 0 and its maximum.
-- relation: main.observations
select o.snapshot_id, o.unit_id, o.indicator_id, o.score, o.max_score, o.source_locator
from main.observations as o
inner join core.snapshots_to_check as k on k.snapshot_id = o.snapshot_id
where
    o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (o.score < 0 or o.score > o.max_score);

-- Every value says where it stood in its source.
-- relation: main.observations
select o.snapshot_id, o.unit_id, o.indicator_id, o.source_locator
from main.observations as o
inner join core.snapshots_to_check as k on k.snapshot_id = o.snapshot_id
where
    o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and (o.source_locator is null or o.source_locator = '' or contains(o.source_locator, '{row}'));

-- A value is marked as its unit's first after a reorganisation where the lineage says so, and only there.
-- relation: main.trends_by_cutoff
select k.snapshot_id, o.level, o.unit_key, o.indicator_key, o.is_reorganised
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
left join core.reorganisations as r
    on r.snapshot_key = o.snapshot_key and r.level = o.level and r.unit_key = o.unit_key
where o.is_reorganised <> (r.unit_key is not null);

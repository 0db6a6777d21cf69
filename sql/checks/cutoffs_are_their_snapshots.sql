-- The cutoff kept beside every value is that of its snapshot.
-- relation: main.observations
select s.snapshot_id, s.cutoff_at, min(o.cutoff_at) as first_cutoff_at, max(o.cutoff_at) as last_cutoff_at
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
group by s.snapshot_id, s.cutoff_at
having min(o.cutoff_at) <> s.cutoff_at or max(o.cutoff_at) <> s.cutoff_at;

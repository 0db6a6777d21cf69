-- No snapshot speaks for an instant later than it was received.
-- severity: warning
-- relation: main.snapshots
select snapshot_id, cutoff_at, observed_at
from main.snapshots
where cutoff_at > observed_at + interval 1 minute;

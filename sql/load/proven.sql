-- The snapshots that the checks just looked at and found nothing wrong with.
insert into core.proven_snapshots by name
select k.snapshot_key, $views_version::varchar as views_version
from core.snapshots_to_check as k
where
    k.snapshot_id not in (select unnest($failing::varchar[]))
    and k.snapshot_key not in (
        select p.snapshot_key from core.proven_snapshots as p where p.views_version = $views_version
    );

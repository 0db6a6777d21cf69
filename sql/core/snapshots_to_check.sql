-- vi: Kỳ chụp cần kiểm tra.
-- The snapshots the data checks look at: all of them; after `set variable checks_version = '…'` only
-- those that have not passed under that version of the checks.
create or replace view core.snapshots_to_check as
select s.snapshot_key, s.snapshot_id, s.cutoff_at
from core.snapshots as s
where
    not exists (
        select 1 from core.proven_snapshots as p
        where
            p.snapshot_key = s.snapshot_key
            and p.views_version = coalesce(getvariable('checks_version')::varchar, '')
    );

-- What the ledger says was loaded is there, row for row.
-- relation: main.loads
with newest as (
    select snapshot_key, max_by(row_count, load_key) as told
    from core.loads
    where status = 'loaded'
    group by snapshot_key
),

held as (
    select snapshot_key, count(*) as held from core.observations group by snapshot_key
)

select s.snapshot_id, newest.told, coalesce(held.held, 0) as held
from core.snapshots as s
full outer join newest on newest.snapshot_key = s.snapshot_key
left join held on held.snapshot_key = coalesce(s.snapshot_key, newest.snapshot_key)
where newest.told is distinct from coalesce(held.held, 0) or s.snapshot_key is null;

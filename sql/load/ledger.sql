-- The ledger's row, written in the same transaction as what it tells of: the snapshot just loaded,
-- or the one that already holds the same content.
insert into core.loads by name
select
    (select coalesce(max(load_key), 0) + 1 from core.loads) as load_key,
    $snapshot_key::uinteger as snapshot_key,
    $status::varchar as status,
    s.record_ids,
    $name::varchar as name,
    case when $status = 'loaded' then (select count(*) from staged_values) else 0 end as row_count,
    $loaded_at::timestamptz as loaded_at,
    s.confirmed_by,
    s.confirmed_at,
    $code_version::varchar as code_version
from staged_snapshot as s;

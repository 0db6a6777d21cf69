-- The ledger's rows, written in the same transaction as what they tell of: the snapshots just loaded, or
-- those that already hold the same content.
insert into core.loads by name
with counted as (
    select
        reading_no,
        count(*) as row_count
    from staged_values
    group by reading_no
)

select
    (select coalesce(max(load_key), 0) from core.loads) + row_number() over (order by s.reading_no) as load_key,
    coalesce(loading.snapshot_key, same.snapshot_key) as snapshot_key,
    case when loading.snapshot_key is null then 'same_as' else 'loaded' end as status,
    s.record_ids,
    s.name,
    case when loading.snapshot_key is null then 0 else coalesce(c.row_count, 0) end as row_count,
    $loaded_at::timestamptz as loaded_at,
    s.confirmed_by,
    s.confirmed_at,
    $code_version::varchar as code_version
from staged_snapshot as s
left join loading on loading.reading_no = s.reading_no
left join same_as as same on same.reading_no = s.reading_no
left join counted as c on c.reading_no = s.reading_no
order by s.reading_no;

-- vi: Sổ nạp: tài liệu, câu trả lời nào đã nạp, lúc nào, bao nhiêu dòng.
-- The load ledger: what was loaded or recognised, when, how many rows, by which code;
-- of a scanned letter, who confirmed its doubtful cells and when.
-- key: load_number
-- required: snapshot_id, status, loaded_at
create or replace view main.loads as
select
    l.load_key as load_number,
    s.snapshot_id,
    l.status,
    l.name,
    l.row_count,
    l.loaded_at,
    l.confirmed_by,
    l.confirmed_at,
    l.code_version,
    l.record_ids
from core.loads as l
inner join core.snapshots as s on s.snapshot_key = l.snapshot_key;

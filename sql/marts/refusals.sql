-- vi: Tài liệu và câu trả lời bị từ chối, kèm lý do và cách xử lý.
-- What arrived and could not be loaded, with the reason and what to do.
-- required: record_id, name, reason_vi, reason_en, received_at
create or replace view main.refusals as
select
    name,
    kind,
    place,
    reason_vi,
    reason_en,
    received_at,
    cutoff_at,
    batch_id,
    sha256,
    record_id
from core.refusals;

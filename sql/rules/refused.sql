-- vi: Tài liệu hoặc câu trả lời bị từ chối, chưa có gì được nạp.
-- A document or an answer that was refused: nothing of it is loaded. Live answers are told of by answer_missing.
create or replace view rules.refused as
select
    'refused' as rule,
    'error' as severity,
    null::usmallint as unit_key,
    null::utinyint as indicator_key,
    null::uinteger as snapshot_key,
    r.name || ' (' || r.place || '): ' || r.reason_vi as text_vi,
    r.name || ' (' || r.place || '): ' || r.reason_en as text_en,
    'from refusals where record_id = ''' || r.record_id || '''' as evidence
from core.refusals as r
where r.batch_id is null;

-- vi: Điều bộ đọc thấy bất thường trong tài liệu hoặc câu trả lời.
-- What a reader saw in a document or an answer that a person should look at.
create or replace view rules.reading_note as
select
    n.rule,
    n.severity,
    n.unit_key,
    n.indicator_key,
    n.snapshot_key,
    n.text_vi,
    n.text_en,
    n.place as evidence
from core.reading_notes as n;

-- vi: Nhóm chỉ số của một tỉnh không có câu trả lời dùng được trong một kỳ chụp.
-- A group of a province without a usable answer in a snapshot: what is loaded lacks it.
create or replace view rules.answer_missing as
select
    'answer_missing' as rule,
    'warning' as severity,
    m.scope_key as unit_key,
    m.indicator_key,
    m.snapshot_key,
    'Thiếu ' || m.name || ': ' || m.text_vi as text_vi,
    m.name || ' is missing: ' || m.text_en as text_en,
    'main.coverage' as evidence
from core.missing_answers as m
where m.reason in ('refused', 'unanswered');

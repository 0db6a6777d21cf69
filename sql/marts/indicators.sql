-- vi: Tổng điểm, sáu nhóm chỉ số và các chỉ số thành phần, kèm công thức và độ tin của công thức.
-- The total, the six groups and their components, with formulas and how far each is proven.
-- key: indicator_id
-- required: kind, name_vi, name_en, formula_status
-- within: max_score 0..100
create or replace view main.indicators as
select
    i.indicator_id,
    parent.indicator_id as parent_id,
    i.kind,
    i.decision_code,
    i.name_vi,
    i.name_en,
    i.max_score,
    i.applies_to_communes,
    i.quantity_unit,
    i.formula,
    i.full_score_at_pct,
    i.formula_status,
    i.source
from core.indicators as i
left join core.indicators as parent on parent.indicator_key = i.parent_key
order by i.indicator_key;

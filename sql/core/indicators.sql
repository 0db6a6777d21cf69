-- vi: Chỉ số (bảng gốc).
-- Indicators: the total, the six groups and their components.
create table if not exists core.indicators (
    indicator_key utinyint not null,
    indicator_id varchar not null,
    parent_key utinyint,
    kind varchar not null,
    decision_code varchar,
    name_vi varchar not null,
    name_en varchar not null,
    max_score decimal(9, 4),
    applies_to_communes boolean,
    quantity_unit varchar,
    formula varchar,
    full_score_at_pct decimal(9, 4),
    formula_status varchar not null,
    source varchar not null
);

-- vi: Nhóm so sánh: các đơn vị cùng cấp, cùng cơ quan cha trong một kỳ chụp.
-- Cohorts: which units were fully scored together, and what their middle was. Kept at load, so that
-- no trend has to rank the whole country again.
create table if not exists core.cohorts (
    cohort_key uinteger not null,
    snapshot_key uinteger not null,
    indicator_key utinyint not null,
    parent_key usmallint not null,
    level varchar not null,
    unit_count usmallint not null,
    ranked_count usmallint not null,
    members_hash ubigint,
    mean_value decimal(9, 4),
    median_value decimal(9, 4)
);

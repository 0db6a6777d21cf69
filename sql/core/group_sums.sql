-- vi: Tổng sáu nhóm lệch tổng điểm công bố.
-- Totals that are not the sum of their six groups (by more than 0.02). Kept at load.
create table if not exists core.group_sums (
    snapshot_key uinteger not null,
    unit_key usmallint not null,
    indicator_key utinyint not null,
    total decimal(9, 4) not null,
    group_sum decimal(9, 4) not null
);

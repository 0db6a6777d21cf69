-- vi: Tổng điểm thiếu nhóm: nguồn công bố tổng nhưng đơn vị có ít nhóm hơn các đơn vị ngang cấp.
-- Totals that the source publishes though the unit has fewer groups than its peers: no total of the same
-- index, so it has no rank and is compared with nothing. Kept at load; mostly empty.
create table if not exists core.incomplete_totals (
    snapshot_key uinteger not null,
    indicator_key utinyint not null,
    unit_key usmallint not null
);

-- vi: Đơn vị được sắp xếp lại giữa hai kỳ chụp liền nhau (bảng).
-- What core.reorganisations says, kept at load beside core.snapshot_pairs, so that no trend computes it anew.
create table if not exists core.reorganised_units (
    snapshot_key uinteger not null,
    level varchar not null,
    unit_key usmallint not null
);

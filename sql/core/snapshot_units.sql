-- vi: Đơn vị có mặt trong kỳ chụp.
-- Units a snapshot says anything about. Kept at load, so that nobody has to look through its values.
create table if not exists core.snapshot_units (
    snapshot_key uinteger not null,
    unit_key usmallint not null
);

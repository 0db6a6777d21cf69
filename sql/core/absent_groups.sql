-- vi: Nhóm không được công bố cho đơn vị trong kỳ chụp.
-- Groups a snapshot publishes for a unit without a value, or not at all though it publishes others. Kept at load.
create table if not exists core.absent_groups (
    snapshot_key uinteger not null,
    unit_key usmallint not null,
    indicator_key utinyint not null
);

-- vi: Cách viết tên (bảng gốc).
-- Spellings of units' names: a changed spelling is a dated name, never a new unit.
create table if not exists core.unit_names (
    unit_key usmallint not null,
    name varchar not null,
    kind varchar not null,
    first_seen timestamptz,
    last_seen timestamptz,
    source varchar not null
);

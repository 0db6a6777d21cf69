-- vi: Nguồn gốc đơn vị (bảng gốc).
-- Lineage: which unit came out of which, and when.
create table if not exists core.unit_lineage (
    old_key usmallint not null,
    new_key usmallint not null,
    effective_date date,
    kind varchar not null,
    is_date_confirmed boolean not null,
    source varchar not null,
    note varchar
);

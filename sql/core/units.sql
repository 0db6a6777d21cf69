-- vi: Đơn vị (bảng gốc).
-- Units: whatever is scored, known from the reference lists or from the portal's own answers.
create table if not exists core.units (
    unit_key usmallint not null,
    unit_id varchar not null,
    portal_id varchar,
    name varchar not null,
    level varchar not null,
    parent_key usmallint,
    valid_from date,
    valid_to date,
    source varchar not null
);

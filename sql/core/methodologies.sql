-- vi: Cách tính (bảng gốc).
-- Methodologies: the basis of calculation of each source in a span of time.
create table if not exists core.methodologies (
    methodology_id varchar not null,
    source varchar not null,
    valid_from date,
    valid_to date,
    what_changed_vi varchar not null,
    what_changed_en varchar not null,
    reference varchar not null
);

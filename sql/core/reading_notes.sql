-- vi: Ghi chú khi đọc.
-- Notes the readers made: what stood oddly in a document or an answer without stopping its load.
create table if not exists core.reading_notes (
    snapshot_key uinteger not null,
    rule varchar not null,
    severity varchar not null,
    unit_key usmallint,
    indicator_key utinyint,
    place varchar not null,
    text_vi varchar not null,
    text_en varchar not null
);

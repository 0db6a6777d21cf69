-- vi: Trạng thái mới nhất: kỳ chụp mới nhất của mỗi nguồn, phạm vi, cấp và loại kỳ.
-- The snapshot that speaks last for each source, scope, level and kind of period. Kept at load from
-- core.last_states: a few rows whose number is known, so that only their own values are read.
create table if not exists core.newest_states (
    snapshot_key uinteger not null,
    snapshot_id varchar not null,
    level varchar not null,
    source varchar not null,
    scope_key usmallint not null,
    scope_unit_id varchar not null,
    period_type varchar not null,
    period_start date not null,
    cutoff_at timestamptz not null
);

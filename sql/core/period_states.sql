-- vi: Trạng thái cuối của kỳ: kỳ chụp mới nhất của mỗi kỳ, theo từng nguồn, phạm vi và cấp.
-- What is known last of each period. Kept at load from core.period_ends: a few rows whose number is known, so
-- that whoever reads the values of them plans well and reads no others.
create table if not exists core.period_states (
    snapshot_key uinteger not null,
    snapshot_id varchar not null,
    level varchar not null,
    source varchar not null,
    scope_key usmallint not null,
    scope_unit_id varchar not null,
    period_type varchar not null,
    period_start date not null,
    period_end date not null,
    cutoff_at timestamptz not null,
    methodology_id varchar not null,
    maturity varchar not null,
    is_closed boolean not null
);

-- vi: Sổ nạp (bảng gốc).
-- The load ledger: one row for each reading that was loaded or recognised.
create table if not exists core.loads (
    load_key uinteger not null,
    snapshot_key uinteger not null,
    status varchar not null,
    record_ids varchar[] not null,
    name varchar not null,
    row_count uinteger not null,
    loaded_at timestamptz not null,
    confirmed_by varchar,
    confirmed_at timestamptz,
    code_version varchar not null
);

-- vi: Bị từ chối (bảng gốc).
-- Refusals: what was received and could not be loaded, with the reason. Rewritten at every build.
create table if not exists core.refusals (
    record_id varchar not null,
    kind varchar not null,
    name varchar not null,
    sha256 varchar not null,
    received_at timestamptz not null,
    cutoff_at timestamptz,
    batch_id varchar,
    place varchar not null,
    reason_vi varchar not null,
    reason_en varchar not null
);

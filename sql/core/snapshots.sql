-- vi: Kỳ chụp (bảng gốc): mỗi dòng một bộ số liệu của một nguồn tại một thời điểm chốt.
-- Snapshots as loaded: one row for each set of observations that one source gave at one cutoff.
create table if not exists core.snapshots (
    snapshot_key uinteger not null,
    snapshot_id varchar not null,
    source varchar not null,
    scope_key usmallint not null,
    scope_unit_id varchar not null,
    period_type varchar not null,
    period_start date not null,
    period_end date not null,
    cutoff_at timestamptz not null,
    observed_after timestamptz,
    observed_at timestamptz not null,
    maturity varchar not null,
    methodology_id varchar not null,
    is_mixed_refresh boolean not null,
    document_number varchar,
    document_date date,
    document_subject varchar,
    sha256 varchar not null,
    record_ids varchar[] not null,
    content_key varchar not null
);

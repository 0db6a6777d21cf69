-- vi: Nhật ký chốt số liệu.
-- Scheduled cutoffs: what each fetch planned and what became of it. Rewritten at every build.
create table if not exists core.cutoff_log (
    cutoff_at timestamptz not null,
    outcome varchar not null,
    planned_count uinteger not null,
    answered_count uinteger not null,
    refused_count uinteger not null,
    started_at timestamptz,
    finished_at timestamptz,
    detail varchar
);

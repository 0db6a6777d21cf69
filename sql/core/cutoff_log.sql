-- vi: Nhật ký chốt số liệu: mỗi mốc chốt theo lịch một dòng, kể cả mốc không ai lấy.
-- Scheduled cutoffs and what became of each, also of those that no run took. Rewritten at every build
-- from the run logs and the calendar (16:00 every day since the first scheduled one).
create table if not exists core.cutoff_log (
    cutoff_at timestamptz not null,
    outcome varchar not null,
    planned_count uinteger not null,
    answered_count uinteger not null,
    refused_count uinteger not null,
    started_at timestamptz,
    finished_at timestamptz,
    text_vi varchar not null,
    text_en varchar not null
);

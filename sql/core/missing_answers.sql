-- vi: Câu trả lời còn thiếu: mỗi yêu cầu đã định mà không có trả lời dùng được.
-- Planned questions without a usable answer, with the reason. Rewritten at every build from the run logs
-- and from landing; a question that was answered in the end is not here.
create table if not exists core.missing_answers (
    run_id varchar not null,
    name varchar not null,
    scope_key usmallint,
    period_type varchar not null,
    period_start date not null,
    indicator_key utinyint,
    cutoff_at timestamptz not null,
    snapshot_key uinteger,
    is_scheduled boolean not null,
    reason varchar not null,
    text_vi varchar not null,
    text_en varchar not null
);

-- vi: Lần dựng: tệp này được dựng khi nào, bằng phiên bản nào.
-- The build this file came from: one row, rewritten at the end of every build.
create table if not exists core.build (
    build_id varchar not null,
    code_version varchar not null,
    views_version varchar not null,
    observation_count ubigint not null,
    built_at timestamptz not null
);

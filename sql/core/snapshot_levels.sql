-- vi: Cấp có mặt trong kỳ chụp.
-- Levels a snapshot speaks about: a letter may score the province, its agencies, its districts.
create table if not exists core.snapshot_levels (
    snapshot_key uinteger not null,
    level varchar not null
);

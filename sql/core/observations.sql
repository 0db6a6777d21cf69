-- vi: Số liệu (bảng gốc): giá trị đúng như nguồn công bố.
-- The fact: what one source published for one unit and one indicator in one snapshot, and beside it what
-- the previous snapshot said (core.snapshot_pairs names it), whether the unit was reorganised in between, whether one of
-- the two totals lacks a group, and its cohort's size and middle, so that a trend is one pass over one table.
-- cutoff_at repeats the snapshot's (a check proves it), so that a question about a cutoff skips every block
-- that speaks for another one, whatever stands between it and this table. It takes next to no room: a load
-- is one run of the same instant. level repeats the unit's, so that the snapshot's pair is found without
-- putting every pair beside every unit first.
-- Each load is written ordered by (indicator, unit), so that one unit's trend and one cutoff's
-- league table both read few blocks. No primary key: sql/checks proves uniqueness instead.
create table if not exists core.observations (
    snapshot_key uinteger not null,
    cutoff_at timestamptz not null,
    indicator_key utinyint not null,
    unit_key usmallint not null,
    level varchar not null,
    score decimal(9, 4),
    max_score decimal(9, 4),
    rate_pct decimal(9, 4),
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    quality_flag varchar,
    cohort_key uinteger not null,
    cohort_size usmallint not null,
    cohort_median decimal(9, 4),
    rank usmallint,
    locator_key usmallint not null,
    locator_row uinteger,
    raw_text varchar,
    previous_score decimal(9, 4),
    previous_max_score decimal(9, 4),
    previous_rate_pct decimal(9, 4),
    previous_rank usmallint,
    is_same_cohort boolean not null,
    is_reorganised boolean not null,
    lacks_group boolean not null
);

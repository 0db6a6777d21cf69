-- vi: Số liệu (bảng gốc): giá trị đúng như nguồn công bố.
-- The fact: what one source published for one unit and one indicator in one snapshot, and beside it what
-- the previous snapshot said (core.snapshot_pairs names it), so that a trend is one pass over one table.
-- Each load is written ordered by (indicator, unit), so that one unit's trend and one cutoff's
-- league table both read few blocks. No primary key: sql/checks proves uniqueness instead.
create table if not exists core.observations (
    snapshot_key uinteger not null,
    indicator_key utinyint not null,
    unit_key usmallint not null,
    score decimal(9, 4),
    max_score decimal(9, 4),
    rate_pct decimal(9, 4),
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    quality_flag varchar,
    cohort_key uinteger not null,
    rank usmallint,
    locator_key usmallint not null,
    locator_row uinteger,
    raw_text varchar,
    previous_score decimal(9, 4),
    previous_max_score decimal(9, 4),
    previous_rate_pct decimal(9, 4),
    previous_rank usmallint,
    is_same_cohort boolean not null
);

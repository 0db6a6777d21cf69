-- vi: Chuỗi trong kỳ: giá trị biết sau cùng của mỗi đơn vị, chỉ số trong mỗi kỳ, và đà đi của nó.
-- Series: what is known last of each unit's indicator within a period, beside the value before, what its
-- counts give by the formula, and how many cutoffs in a row it has gone the same way. Kept at load, a snapshot
-- after the other (sql/load/series.sql): a year of the country is one row for 60 of core.observations, and
-- whoever asks about the newest state reads nothing else.
create table if not exists core.series (
    snapshot_key uinteger not null,
    cutoff_at timestamptz not null,
    level varchar not null,
    source varchar not null,
    scope_key usmallint not null,
    period_type varchar not null,
    period_start date not null,
    indicator_key utinyint not null,
    unit_key usmallint not null,
    score decimal(9, 4),
    value decimal(9, 4),
    max_score decimal(9, 4),
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    recomputed_score decimal(9, 4),
    fits boolean,
    quality_flag varchar,
    cohort_key uinteger not null,
    cohort_size usmallint not null,
    cohort_median decimal(9, 4),
    rank usmallint,
    previous_key uinteger,
    previous_value decimal(9, 4),
    previous_rank usmallint,
    is_same_cohort boolean not null,
    break_reason varchar,
    rank_break_reason varchar,
    direction_sign tinyint,
    since_cutoff_at timestamptz,
    streak_length usmallint not null,
    streak_delta decimal(9, 4),
    comparison_count usmallint not null
);

-- vi: Cặp kỳ: mỗi kỳ cạnh kỳ liền trước cùng loại và cạnh cùng kỳ năm trước.
-- Each period beside the one before it and beside the same one a year earlier, and why they must not be
-- compared. Kept at load from core.period_neighbours.
create table if not exists core.period_pairs (
    snapshot_key uinteger not null,
    snapshot_id varchar not null,
    level varchar not null,
    source varchar not null,
    scope_unit_id varchar not null,
    period_type varchar not null,
    period_start date not null,
    last_date date not null,
    maturity varchar not null,
    methodology_id varchar not null,
    previous_key uinteger,
    previous_id varchar,
    previous_start date,
    previous_cutoff_at timestamptz,
    previous_maturity varchar,
    break_reason varchar,
    provisional_reason varchar,
    year_key uinteger,
    year_start date,
    year_break_reason varchar,
    year_provisional_reason varchar
);

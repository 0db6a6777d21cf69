-- The readings' own facts, one row for each: `reading_no` tells the readings of one load apart.
create or replace temp table staged_snapshot as
select
    reading_no::usmallint as reading_no,
    name::varchar as name,
    source::varchar as source,
    scope_unit_id::varchar as scope_unit_id,
    period_type::varchar as period_type,
    period_label::varchar as period_label,
    period_start::date as period_start,
    period_end::date as period_end,
    period_closes_at::timestamptz as period_closes_at,
    cutoff_at::timestamptz as cutoff_at,
    observed_after::timestamptz as observed_after,
    observed_at::timestamptz as observed_at,
    is_mixed_refresh::boolean as is_mixed_refresh,
    document_number::varchar as document_number,
    document_date::date as document_date,
    document_subject::varchar as document_subject,
    sha256::varchar as sha256,
    confirmed_by::varchar as confirmed_by,
    confirmed_at::timestamptz as confirmed_at,
    string_split(record_ids, ' ') as record_ids
from staged_text;

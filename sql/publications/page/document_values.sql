-- The values of one document or answer in its own order, as written there.
select
    o.unit_id,
    o.unit_name,
    o.level,
    o.indicator_id,
    o.score,
    o.max_score,
    o.rate_pct,
    o.numerator,
    o.denominator,
    o.raw_text,
    o.quality_flag,
    o.source_locator,
    try_cast(nullif(regexp_extract(o.source_locator, 'bảng (\d+)', 1), '') as integer) as table_number,
    try_cast(nullif(regexp_extract(o.source_locator, 'dòng (\d+)', 1), '') as integer) as row_number,
    try_cast(nullif(regexp_extract(o.source_locator, 'cột (\d+)', 1), '') as integer) as column_number
from observations as o
where o.snapshot_id = $snapshot_id
order by table_number nulls first, row_number, o.level, o.unit_id, column_number, o.indicator_id;

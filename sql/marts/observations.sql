-- vi: Số liệu đúng như nguồn công bố: mỗi dòng một đơn vị, một chỉ số, một kỳ chụp.
-- Values exactly as published: one row per snapshot, unit and indicator, with where each one stood.
-- key: snapshot_id, unit_id, indicator_id
-- required: source, level, period_start, cutoff_at, source_locator
-- within: numerator 0.., denominator 0.., max_score 0..100
create or replace view main.observations as
select
    s.snapshot_id,
    s.source,
    s.period_type,
    s.period_start,
    o.cutoff_at,
    u.unit_id,
    u.name as unit_name,
    u.level,
    i.indicator_id,
    o.score,
    o.max_score,
    o.rate_pct,
    o.numerator,
    o.denominator,
    o.quality_flag,
    replace(k.template, '{row}', coalesce(o.locator_row::varchar, '')) as source_locator,
    o.raw_text
from core.observations as o
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key
inner join core.indicators as i on i.indicator_key = o.indicator_key
inner join core.locators as k on k.locator_key = o.locator_key;

-- The readings' values, typed and with their keys; nothing is written to core yet.
-- A value with more decimals than a column keeps stops the load: rounding would be another value.
select error('more than four decimals for ' || o.indicator_id || ' of ' || coalesce(o.unit_id, o.portal_id))
from staged_observations as o
where
    o.score::decimal(38, 12) <> o.score::decimal(38, 4)
    or o.max_score::decimal(38, 12) <> o.max_score::decimal(38, 4)
    or o.rate_pct::decimal(38, 12) <> o.rate_pct::decimal(38, 4)
    or o.numerator::decimal(38, 12) <> o.numerator::decimal(38, 4)
    or o.denominator::decimal(38, 12) <> o.denominator::decimal(38, 4);

create or replace temp table staged_values as
select
    o.reading_no::usmallint as reading_no,
    i.indicator_key,
    i.kind as indicator_kind,
    u.unit_key,
    u.level,
    coalesce(u.parent_key, u.unit_key) as parent_key,
    o.score::decimal(9, 4) as score,
    o.max_score::decimal(9, 4) as max_score,
    o.rate_pct::decimal(9, 4) as rate_pct,
    o.numerator::decimal(18, 4) as numerator,
    o.denominator::decimal(18, 4) as denominator,
    coalesce(o.score::decimal(9, 4), o.rate_pct::decimal(9, 4)) as value,
    o.quality_flag,
    o.locator,
    o.locator_row::uinteger as locator_row,
    o.raw_text
from staged_observations as o
left join core.units as by_code on by_code.unit_id = o.unit_id
left join core.units as by_portal on o.unit_id is null and by_portal.portal_id = o.portal_id
inner join core.units as u
    on u.unit_key = coalesce(
        by_code.unit_key,
        by_portal.unit_key,
        error('unknown unit ' || coalesce(o.unit_id, o.portal_id, 'without code or id'))
    )
left join core.indicators as known on known.indicator_id = o.indicator_id
inner join core.indicators as i
    on i.indicator_key = coalesce(known.indicator_key, error('unknown indicator ' || o.indicator_id));

select error('indicator ' || i.indicator_id || ' is given twice for unit ' || u.unit_id)
from staged_values as v
inner join core.units as u on u.unit_key = v.unit_key
inner join core.indicators as i on i.indicator_key = v.indicator_key
group by v.reading_no, i.indicator_id, u.unit_id
having count(*) > 1;

create or replace temp table staged_facts as
with said as (
    -- of all values together, in no order: sorting ninety thousand of them takes longer than reading them
    select
        v.reading_no,
        md5(concat_ws(':', count(*), bit_xor(md5_number(
            concat_ws(':', v.indicator_key, u.unit_id, v.score, v.max_score, v.rate_pct, v.numerator, v.denominator)
        )))) as content_key
    from staged_values as v
    inner join core.units as u on u.unit_key = v.unit_key
    group by v.reading_no
)

select
    s.*,
    coalesce(said.content_key, md5('0')) as content_key
from staged_snapshot as s
left join said on said.reading_no = s.reading_no;

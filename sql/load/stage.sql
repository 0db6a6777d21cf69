-- The readings' values, typed and with their keys; nothing is written to core yet.
create or replace temp table staged_values as
select
    o.reading_no::usmallint as reading_no,
    i.indicator_key,
    i.kind as indicator_kind,
    coalesce(by_code.unit_key, by_portal.unit_key, error('unknown unit ' || coalesce(o.unit_id, o.portal_id, '(none)')))
        as unit_key,
    coalesce(by_code.level, by_portal.level) as level,
    coalesce(by_code.parent_key, by_portal.parent_key, by_code.unit_key, by_portal.unit_key) as parent_key,
    o.score::decimal(9, 4) as score,
    o.max_score::decimal(9, 4) as max_score,
    o.rate_pct::decimal(9, 4) as rate_pct,
    o.numerator::decimal(18, 4) as numerator,
    o.denominator::decimal(18, 4) as denominator,
    coalesce(o.score::decimal(9, 4), o.rate_pct::decimal(9, 4)) as value,
    -- Only what looks as if it had more decimals than a column keeps is read in full: DuckDB 1.5 reads so wide a
    -- number a hundred times more slowly than a narrow one.
    case
        when
            regexp_matches(
                concat_ws(' ', o.score, o.max_score, o.rate_pct, o.numerator, o.denominator), '[.][0-9]{5}|[Ee]'
            )
            then
                coalesce(o.score::decimal(38, 12) <> o.score::decimal(38, 4), false)
                or coalesce(o.max_score::decimal(38, 12) <> o.max_score::decimal(38, 4), false)
                or coalesce(o.rate_pct::decimal(38, 12) <> o.rate_pct::decimal(38, 4), false)
                or coalesce(o.numerator::decimal(38, 12) <> o.numerator::decimal(38, 4), false)
                or coalesce(o.denominator::decimal(38, 12) <> o.denominator::decimal(38, 4), false)
    end as is_rounded,
    o.quality_flag,
    o.locator,
    o.locator_row::uinteger as locator_row,
    o.raw_text
from staged_observations as o
left join core.units as by_code on by_code.unit_id = o.unit_id
left join core.units as by_portal on by_portal.portal_id = case when o.unit_id is null then o.portal_id end
left join core.indicators as known on known.indicator_id = o.indicator_id
inner join core.indicators as i
    on i.indicator_key = coalesce(known.indicator_key, error('unknown indicator ' || o.indicator_id));

-- A value that was rounded to fit its column is another value: it stops the load.
select error('more than four decimals for ' || i.indicator_id || ' of ' || u.unit_id)
from staged_values as v
inner join core.units as u on u.unit_key = v.unit_key
inner join core.indicators as i on i.indicator_key = v.indicator_key
where v.is_rounded;

with twice as (
    select reading_no, indicator_key, unit_key
    from staged_values
    group by reading_no, indicator_key, unit_key
    having count(*) > 1
)

select error('indicator ' || i.indicator_id || ' is given twice for unit ' || u.unit_id)
from twice
inner join core.units as u on u.unit_key = twice.unit_key
inner join core.indicators as i on i.indicator_key = twice.indicator_key;

create or replace temp table staged_facts as
with said as (
    -- of all values together, in no order: sorting ninety thousand of them takes longer than reading them
    select
        v.reading_no,
        md5(concat_ws(':', count(*), sum(hash(
            v.indicator_key, u.unit_id, v.score, v.max_score, v.rate_pct, v.numerator, v.denominator
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

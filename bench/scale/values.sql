-- One cutoff's values ($day: 0-based day of the year, $period_type), as sql/load/stage.sql would leave them:
-- they move slowly, the six groups add up to the total, the national line is the mean of the provinces.
create or replace temp table staged_values as
with moved as (
    select
        *,
        round(
            base + base * 0.1 * sin(((phase + $day) // days_between_moves) / 5.0 + length($period_type)), 2
        )::decimal(9, 4) as moving
    from profile
),

totalled as (
    select
        *,
        case
            when kind = 'total' then sum(moving) filter (where kind = 'group') over (partition by unit_key)
            else moving
        end as own
    from moved
),

scored as (
    select
        *,
        case
            when level = 'country'
                then round(avg(own) filter (where level = 'province') over (partition by indicator_key), 2)
            else own
        end::decimal(9, 4) as score
    from totalled
)

select
    1::usmallint as reading_no,
    indicator_key,
    kind as indicator_kind,
    unit_key,
    level,
    parent_key,
    case when kind = 'component' and max_score = 0 then null else least(score, max_score) end as score,
    max_score,
    case when kind = 'component' then least(score * 100 / coalesce(nullif(max_score, 0), 6), 100) end::decimal(9, 4)
        as rate_pct,
    case when kind = 'component' then floor((caseload + $day) * 0.9) end::decimal(18, 4) as numerator,
    case when kind = 'component' then caseload + $day end::decimal(18, 4) as denominator,
    case
        when kind = 'component' and max_score = 0 then least(score * 100 / 6, 100)
        else least(score, max_score)
    end::decimal(9, 4) as value,
    null::varchar as quality_flag,
    locator,
    locator_row,
    null::varchar as raw_text
from scored;

create or replace temp table staged_facts as
select *, md5(sha256) as content_key from staged_snapshot;

create or replace temp table staged_notes as
select
    1::usmallint as reading_no,
    ''::varchar as rule,
    ''::varchar as severity,
    ''::varchar as unit_id,
    ''::varchar as indicator_id,
    ''::varchar as place,
    ''::varchar as text_vi,
    ''::varchar as text_en
limit 0;

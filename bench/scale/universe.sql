-- Who is scored and on what: the reference units filled up with invented communes under the provinces,
-- and one profile (where a value lives, how fast it moves) for each unit and indicator.
-- $unit_count, $indicator_count: the size of the country.
insert into core.units by name
with provinces as (
    select unit_key, unit_id, row_number() over (order by unit_key) - 1 as place
    from core.units
    where level = 'province'
),

missing as (
    select range as place from range(greatest($unit_count - (select count(*) from core.units), 0))
)

select
    (select max(unit_key) from core.units) + 1 + m.place as unit_key,
    p.unit_id || '.' || (900 + m.place) as unit_id,
    null as portal_id,
    'Xã thử ' || m.place as name,
    'commune' as level,
    p.unit_key as parent_key,
    null as valid_from,
    null as valid_to,
    'bench' as source
from missing as m
inner join provinces as p
    on p.place = m.place * (select count(*) from provinces) // (select count(*) from missing);

create or replace temp table profile as
with chosen as (
    select *, row_number() over (order by kind = 'component', indicator_key) as place
    from core.indicators
    qualify place <= $indicator_count
),

placed as (
    select *, row_number() over (order by unit_key) - 1 as locator_row from core.units qualify locator_row < $unit_count
)

select
    i.indicator_key,
    i.kind,
    u.unit_key,
    u.level,
    coalesce(u.parent_key, u.unit_key) as parent_key,
    case when i.kind = 'component' then coalesce(i.max_score, 0) else i.max_score end as max_score,
    coalesce(nullif(i.max_score, 0), 6) * (0.3 + (hash(u.unit_key, i.indicator_key) % 600) / 1000.0) as base,
    hash(u.unit_key, i.indicator_key, 1) % 97 as phase,
    3 + hash(u.unit_key, 2) % 9 as days_between_moves,
    100 + hash(u.unit_key, 3) % 5000 as caseload,
    '/data/evaluation/{row}/groupScores/' || i.indicator_id as locator,
    u.locator_row::uinteger as locator_row
from placed as u
cross join chosen as i
order by i.indicator_key, u.unit_key;

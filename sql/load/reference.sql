-- The closed lists, from their CSV files, into empty tables. Units and their spellings may come from
-- two files: the project's and this installation's own.
insert into core.units by name
with listed as (select * from read_csv(getvariable('units_files'), all_varchar = true, header = true))

select
    row_number() over (order by unit_id) as unit_key,
    unit_id,
    portal_id,
    name,
    level,
    valid_from::date as valid_from,
    valid_to::date as valid_to,
    source
from listed;

update core.units as u set parent_key = parent.unit_key
from read_csv(getvariable('units_files'), all_varchar = true, header = true) as listed
inner join core.units as parent on parent.unit_id = listed.parent_id
where u.unit_id = listed.unit_id;

insert into core.unit_names by name
select u.unit_key, a.alias as name, a.kind, a.source
from read_csv(getvariable('unit_aliases_files'), all_varchar = true, header = true) as a
inner join core.units as u on u.unit_id = a.unit_id
union
select u.unit_key, u.name, 'official' as kind, u.source
from core.units as u;

insert into core.unit_lineage by name
select
    old.unit_key as old_key,
    new.unit_key as new_key,
    l.effective_date::date as effective_date,
    l.kind,
    l.is_date_confirmed::boolean as is_date_confirmed,
    l.source,
    l.note
from read_csv(getvariable('reference') || '/unit_lineage.csv', all_varchar = true, header = true) as l
inner join core.units as old on old.unit_id = l.old_unit_id
inner join core.units as new on new.unit_id = l.new_unit_id;

insert into core.indicators by name
with listed as (
    select * from read_csv(getvariable('reference') || '/indicators.csv', all_varchar = true, header = true)
)

select
    row_number() over (order by position::decimal(9, 2), indicator_id) as indicator_key,
    indicator_id,
    case when parent_id is null then 'total' when parent_id = 'TOTAL' then 'group' else 'component' end as kind,
    decision_code,
    name_vi,
    name_en,
    max_score::decimal(9, 4) as max_score,
    applies_to_communes::boolean as applies_to_communes,
    quantity_unit,
    formula,
    full_score_at_pct::decimal(9, 4) as full_score_at_pct,
    formula_status,
    source
from listed;

update core.indicators as i set parent_key = parent.indicator_key
from read_csv(getvariable('reference') || '/indicators.csv', all_varchar = true, header = true) as listed
inner join core.indicators as parent on parent.indicator_id = listed.parent_id
where i.indicator_id = listed.indicator_id;

insert into core.methodologies by name
select
    methodology_id,
    source,
    valid_from::date as valid_from,
    valid_to::date as valid_to,
    what_changed_vi,
    what_changed_en,
    reference
from read_csv(getvariable('reference') || '/methodologies.csv', all_varchar = true, header = true);

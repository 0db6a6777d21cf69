-- The provinces that have figures of their own or of their units, and whether there is a units table.
with scored as (
    select
        u.unit_id,
        u.name,
        u.level,
        u.parent_id
    from units as u
    where u.unit_id in (select t.unit_id from trends_by_cutoff as t)
)

select
    p.unit_id,
    p.name,
    exists (select 1 from scored as s where s.parent_id = p.unit_id) as has_units
from scored as p
where p.level = 'province'
order by p.unit_id;

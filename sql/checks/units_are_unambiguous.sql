-- One code is one unit, and one portal id is one unit.
-- relation: main.units
select 'unit_id' as which, unit_id as code, count(*) as row_count
from main.units
group by unit_id
having count(*) > 1
union all
select 'portal_id' as which, portal_id as code, count(*) as row_count
from main.units
where portal_id is not null
group by portal_id
having count(*) > 1;

-- Every unit but the country stands under a parent.
-- relation: main.units
select unit_id, name, level
from main.units
where parent_id is null and level <> 'country';

-- The provinces, by code.
select
    u.unit_id,
    u.name
from units as u
where u.level = 'province'
order by u.unit_id;

-- Where the units of one province leave points, this month.
select g.*
from main.point_gaps as g
inner join main.units as u on u.unit_id = g.unit_id
where u.parent_id = 'H50' and g.period_type = 'month' and g.cutoff_at = getvariable('newest_cutoff_at');

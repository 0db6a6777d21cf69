-- One province from period to period.
select * from main.trends_by_period where unit_id = 'H50';

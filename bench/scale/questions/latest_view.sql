-- The newest total of every unit of the country.
select unit_id, level, value, delta, rank, rank_change
from main.latest
where indicator_id = 'TOTAL' and period_type = 'month';

-- One unit, one indicator, a year of cutoffs.
select period_type, cutoff_at, value, rank, value - previous_value as step, previous_rank
from main.trends_by_cutoff
where unit_id = 'H50' and indicator_id = 'TDGQ' and source = 'portal' and scope_unit_id = 'VN'
order by period_type, cutoff_at;

-- Who has been falling the longest, in any indicator, this month.
select unit_name, indicator_id, since_cutoff_at, streak_length, streak_delta
from main.movers
where direction = 'fell' and period_type = 'month' and cutoff_at = (select max(cutoff_at) from main.snapshots)
order by streak_length desc, streak_delta
limit 50;

-- The same league table, the newest cutoff asked for in the question itself.
select unit_id, level, value, rank, rank_change
from main.trends_by_cutoff
where
    indicator_id = 'TDGQ'
    and period_type = 'month'
    and cutoff_at = (select max(cutoff_at) from main.snapshots)
    and source = 'portal' and scope_unit_id = 'VN'
order by level, rank, unit_id;

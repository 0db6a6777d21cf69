-- Every unit's place in one indicator at the newest cutoff of the month, and how it moved.
select unit_id, level, value, rank, rank_change
from main.trends_by_cutoff
where
    indicator_id = 'TDGQ'
    and period_type = 'month'
    and cutoff_at = getvariable('newest_cutoff_at')
    and source = 'portal' and scope_unit_id = 'VN'
order by level, rank, unit_id;

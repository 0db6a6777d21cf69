-- Why everything moved at the newest cutoff of the month.
select kind, unit_id, indicator_id, part_indicator_id, part_unit_id, contribution
from main.contributions
where
    period_type = 'month' and cutoff_at = getvariable('newest_cutoff_at');

-- Why one province's scores moved, the newest cutoff asked for in the question itself.
select kind, indicator_id, part_indicator_id, part_unit_id, contribution
from main.contributions
where
    kind = 'by_indicator'
    and unit_id = 'H50'
    and period_type = 'month'
    and cutoff_at = (select max(cutoff_at) from main.snapshots);

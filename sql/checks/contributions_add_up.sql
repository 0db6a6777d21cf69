-- The parts of a change add up to it exactly.
-- relation: main.contributions
select kind, snapshot_id, unit_id, indicator_id, level, delta, sum(contribution) as part_sum
from main.contributions
group by kind, snapshot_id, unit_id, indicator_id, level, delta
having sum(contribution) <> delta;

-- One snapshot speaks last for a period of a source, scope and level, so that no value of it stands twice.
-- relation: main.trends_by_period
select source, scope_unit_id, level, period_type, period_start, count(*) as state_count
from core.period_states
group by source, scope_unit_id, level, period_type, period_start
having count(*) > 1;

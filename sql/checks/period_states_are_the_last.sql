-- The kept last states of periods are those that the snapshots themselves give.
-- relation: main.trends_by_period
(from core.period_ends except from core.period_states)
union all
(from core.period_states except from core.period_ends);

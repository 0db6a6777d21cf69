-- The kept pairs of periods are those that the last states of periods themselves give.
-- relation: main.trends_by_period
(from core.period_neighbours except from core.period_pairs)
union all
(from core.period_pairs except from core.period_neighbours);

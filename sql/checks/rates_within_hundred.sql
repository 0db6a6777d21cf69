-- A rate lies between 0 and 100 percent.
-- relation: main.observations
select snapshot_id, unit_id, indicator_id, rate_pct, source_locator
from main.observations
where rate_pct < 0 or rate_pct > 100;

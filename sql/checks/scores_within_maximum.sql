-- A score lies between 0 and its maximum.
-- relation: main.observations
select snapshot_id, unit_id, indicator_id, score, max_score, source_locator
from main.observations
where score < 0 or score > max_score;

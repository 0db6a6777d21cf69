-- Every value says where it stood in its source.
-- relation: main.observations
select snapshot_id, unit_id, indicator_id, source_locator
from main.observations
where source_locator is null or source_locator = '' or contains(source_locator, '{row}');

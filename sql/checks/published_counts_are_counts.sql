-- What this file says of its own size is so.
-- scope: whole
-- relation: main.published
select build_id, observation_count, (select count(*) from core.observations) as held_count
from main.published
where observation_count <> (select count(*) from core.observations);

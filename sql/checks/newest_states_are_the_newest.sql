-- The kept newest states are those that the snapshots themselves give.
-- relation: main.latest
(from core.last_states except from core.newest_states)
union all
(from core.newest_states except from core.last_states);

-- What is known last of each period, the newest of them, and which period stands before which, now that these
-- snapshots are there: what core.period_ends, core.last_states and core.period_neighbours say.
delete from core.period_states;

insert into core.period_states by name
from core.period_ends;

delete from core.newest_states;

insert into core.newest_states by name
from core.last_states;

delete from core.period_pairs;

insert into core.period_pairs by name
from core.period_neighbours;

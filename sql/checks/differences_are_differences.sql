-- A reconciliation's difference is that of its two values, and the two agree where it is 0.02 at most.
-- scope: whole
-- relation: main.reconciliation
select kind, snapshot_id, unit_id, indicator_id, value, other_value, difference, agrees
from main.reconciliation
where difference <> value - other_value or agrees <> (abs(value - other_value) <= 0.02);

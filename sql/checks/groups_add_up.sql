-- Where all six groups are published they add up to the total, within 0.02.
-- severity: warning
-- relation: main.league_table
select snapshot_id, unit_id, total, ckmb + tdgq + clgq + tttt + mdhl + mdsh as group_sum
from main.league_table
where value_kind = 'score' and abs(total - (ckmb + tdgq + clgq + tttt + mdhl + mdsh)) > 0.02;

-- The scorecard has a row for each province of the newest national states, with the league table's figures.
-- scope: whole
-- relation: main.province_scorecard
select t.snapshot_id, t.unit_id, t.total, c.total as scorecard_total, t.rank, c.rank as scorecard_rank
from core.last_states as n
inner join main.league_table as t
    on t.snapshot_id = n.snapshot_id and t.level = n.level and t.scope_unit_id = 'VN' and t.total is not null
left join main.province_scorecard as c on c.snapshot_id = t.snapshot_id and c.unit_id = t.unit_id
where
    n.level = 'province'
    and row(t.total, t.rank, t.ckmb, t.tdgq, t.clgq, t.tttt, t.mdhl, t.mdsh)
    is distinct from row(c.total, c.rank, c.ckmb, c.tdgq, c.clgq, c.tttt, c.mdhl, c.mdsh);

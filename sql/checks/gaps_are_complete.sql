-- Every score of the state known last that has a maximum stands in the point gaps, its gap being the rest.
-- scope: whole
-- relation: main.point_gaps
select s.snapshot_id, u.unit_id, i.indicator_id, o.score, o.max_score, g.gap
from core.period_states as p
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.observations as o on o.snapshot_key = p.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key and u.level = p.level
inner join core.indicators as i on i.indicator_key = o.indicator_key
left join main.point_gaps as g
    on g.snapshot_id = s.snapshot_id and g.unit_id = u.unit_id and g.indicator_id = i.indicator_id
where o.score is not null and o.max_score > 0 and g.gap is distinct from o.max_score - o.score;

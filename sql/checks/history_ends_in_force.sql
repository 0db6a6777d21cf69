-- What the history calls current is what the newest snapshot in force says.
-- scope: whole
-- relation: main.observation_history
select s.snapshot_id, h.unit_id, h.indicator_id, h.known_from, h.score, o.score as score_in_force
from core.period_states as p
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.units as scope on scope.unit_key = p.scope_key
inner join core.observations as o on o.snapshot_key = p.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key and u.level = p.level
inner join core.indicators as i on i.indicator_key = o.indicator_key
left join main.observation_history as h
    on
        h.is_current
        and h.unit_id = u.unit_id
        and h.indicator_id = i.indicator_id
        and h.source = p.source
        and h.scope_unit_id = scope.unit_id
        and h.period_type = p.period_type
        and h.period_start = p.period_start
where
    h.unit_id is null
    or row(h.score, h.max_score, h.rate_pct, h.numerator, h.denominator)
    is distinct from row(o.score, o.max_score, o.rate_pct, o.numerator, o.denominator);

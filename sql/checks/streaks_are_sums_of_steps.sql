-- A streak's change is what the value moved since the streak began.
-- scope: whole
-- relation: main.movers
select m.unit_id, m.indicator_id, m.since_cutoff_at, m.cutoff_at, m.streak_delta, m.value, t.value as value_then
from main.movers as m
inner join main.trends_by_cutoff as t
    on
        t.unit_id = m.unit_id
        and t.indicator_id = m.indicator_id
        and t.source = m.source
        and t.scope_unit_id = m.scope_unit_id
        and t.period_type = m.period_type
        and t.period_start = m.period_start
        and t.cutoff_at = m.since_cutoff_at
where m.direction is not null and m.streak_delta <> m.value - t.value;

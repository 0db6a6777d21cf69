-- The latest value of a revision is the newest one known, and it was not there from the first.
-- scope: whole
-- relation: main.revisions
select r.unit_id, r.indicator_id, r.source, r.scope_unit_id, r.period_type, r.period_start, r.latest_value
from main.revisions as r
inner join main.observation_history as h
    on
        h.is_current
        and h.unit_id = r.unit_id
        and h.indicator_id = r.indicator_id
        and h.source = r.source
        and h.scope_unit_id = r.scope_unit_id
        and h.period_type = r.period_type
        and h.period_start = r.period_start
inner join main.snapshots as s on s.snapshot_id = h.snapshot_id and s.methodology_id = r.methodology_id
where
    (r.value_kind = 'score' and h.score <> r.latest_value)
    or (r.value_kind = 'rate_pct' and h.score is null and h.rate_pct <> r.latest_value)
    or (r.change_count = 1 and r.first_value = r.latest_value);

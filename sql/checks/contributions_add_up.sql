-- The parts of a change add up to it exactly.
-- relation: main.contributions
select c.kind, c.snapshot_id, c.unit_id, c.indicator_id, c.level, c.delta, sum(c.contribution) as part_sum
from main.contributions as c
inner join core.snapshots_to_check as k on k.snapshot_id = c.snapshot_id
where c.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
group by c.kind, c.snapshot_id, c.unit_id, c.indicator_id, c.level, c.delta
having sum(c.contribution) <> c.delta;

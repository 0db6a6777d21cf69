-- Where all six groups are published they add up to the total, within 0.02.
-- severity: warning
-- relation: main.league_table
select
    k.snapshot_id,
    u.unit_id,
    max(o.score) filter (where i.kind = 'total') as total,
    sum(o.score) filter (where i.kind = 'group') as group_sum
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
inner join core.indicators as i on i.indicator_key = o.indicator_key
inner join core.units as u on u.unit_key = o.unit_key
group by k.snapshot_id, u.unit_id
having
    count(o.score) filter (where i.kind = 'group') = 6
    and abs(sum(o.score) filter (where i.kind = 'group') - max(o.score) filter (where i.kind = 'total')) > 0.02;

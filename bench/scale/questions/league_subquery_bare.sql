-- The same, written directly on the fact: two cutoffs beside one another.
with newest as (
    select snapshot_key from core.snapshots where period_type = 'month' order by cutoff_at desc limit 2
),

held as (
    select o.*
    from core.observations as o
    where
        o.snapshot_key in (select n.snapshot_key from newest as n)
        and o.indicator_key = (select indicator_key from core.indicators where indicator_id = 'TDGQ')
)

select u.unit_id, u.level, o.score as value, o.rank, was.rank::integer - o.rank::integer as rank_change
from held as o
inner join core.units as u on u.unit_key = o.unit_key
left join held as was on was.unit_key = o.unit_key and was.snapshot_key = (select min(snapshot_key) from newest)
where o.snapshot_key = (select max(snapshot_key) from newest)
order by u.level, o.rank, u.unit_id;

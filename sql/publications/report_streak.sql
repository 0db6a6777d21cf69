-- For how many cutoffs in a row the province's total has gone the way it goes now, and by how much.
select
    m.direction,
    m.since_cutoff_at,
    m.streak_length,
    m.streak_delta
from movers as m
where
    m.unit_id = $province
    and m.indicator_id = 'TOTAL'
    and m.source = $source
    and m.period_type = $period_type
    and m.period_start = $period_start
    and m.cutoff_at = $cutoff_at
    and m.streak_length > 1
    and m.direction in ('rose', 'fell')
order by m.streak_length desc
limit 1;

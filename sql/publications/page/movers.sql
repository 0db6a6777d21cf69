-- The units of every province that rose or fell most at the newest cutoff, each level by itself: five each
-- way, and since when they have gone that way.
select
    m.scope_unit_id,
    m.source,
    m.period_type,
    m.level,
    m.direction,
    m.unit_id,
    m.unit_name,
    m.value,
    m.delta,
    m.rank_change,
    m.since_cutoff_at,
    m.streak_length,
    m.streak_delta
from movers as m
where m.indicator_id = 'TOTAL' and m.direction in ('rose', 'fell') and m.level not in ('province', 'country')
qualify
    m.cutoff_at = max(m.cutoff_at) over (partition by m.scope_unit_id, m.source, m.period_type, m.level)
    and row_number() over (
        partition by m.scope_unit_id, m.source, m.period_type, m.period_start, m.level, m.direction, m.cutoff_at
        order by abs(m.delta) desc, m.unit_id
    ) <= 5
order by m.scope_unit_id, m.source, m.period_type, m.level, m.direction, abs(m.delta) desc, m.unit_id;

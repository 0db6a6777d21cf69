-- vi: Ai lên, ai xuống, từ bao giờ: hướng đi mới nhất của mỗi chuỗi, kéo dài mấy lần chốt, được bao nhiêu.
-- Who rose, who fell, since when: the newest direction of each series within its period, for how many
-- cutoffs in a row it has gone that way, and by how much in all. A break ends a streak, nothing is counted
-- across one; direction is null where the newest value may not be compared.
-- key: unit_id, indicator_id, source, scope_unit_id, period_type, period_start
-- required: cutoff_at
-- within: streak_length 0..comparison_count, since_cutoff_at ..cutoff_at
create or replace view main.movers as
select
    u.unit_id,
    u.name as unit_name,
    v.level,
    i.indicator_id,
    v.source,
    s.scope_unit_id,
    v.period_type,
    v.period_start,
    v.cutoff_at,
    case v.direction_sign when 1 then 'rose' when -1 then 'fell' when 0 then 'unchanged' end as direction,
    v.since_cutoff_at,
    v.streak_length::bigint as streak_length,
    v.streak_delta,
    v.value,
    case when v.break_reason is null then v.value - v.previous_value end as delta,
    v.rank,
    case when v.rank_break_reason is null then v.previous_rank::integer - v.rank::integer end as rank_change,
    v.comparison_count::bigint as comparison_count,
    v.break_reason
from core.series as v
inner join core.snapshots as s on s.snapshot_key = v.snapshot_key
inner join core.units as u on u.unit_key = v.unit_key
inner join core.indicators as i on i.indicator_key = v.indicator_key;

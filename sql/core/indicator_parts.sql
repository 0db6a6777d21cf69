-- vi: Phần của từng chỉ số trong thay đổi của chỉ số cha.
-- Each group's part in the change of the total, each component's in the change of its group. Every change
-- plays two roles: a part in its parent's family, and the whole of its own. What the parts leave over is
-- the whole's own row, the remainder; so the rows of a family add up to its change exactly, in decimals.
create or replace view core.indicator_parts as
with roles as (
    select
        c.*,
        r.is_whole,
        case when r.is_whole then c.indicator_id else c.whole_indicator_id end as family_id
    from core.changes as c
    cross join (values (true), (false)) as r (is_whole)
),

families as (
    select
        *,
        max(case when is_whole then delta end) over family as family_delta,
        sum(case when is_whole then 0 else delta end) over family as part_sum,
        count(*) over family > 1 as has_parts
    from roles
    where family_id is not null
    window family as (partition by snapshot_id, cutoff_at, unit_id, family_id)
)

select
    snapshot_id,
    cutoff_at,
    unit_id,
    family_id as indicator_id,
    level,
    family_delta as delta,
    case when not is_whole then indicator_id end as part_indicator_id,
    (case when is_whole then delta - part_sum else delta end)::decimal(18, 8) as contribution,
    is_whole as is_remainder
from families
where has_parts and family_delta is not null and (not is_whole or delta <> part_sum);

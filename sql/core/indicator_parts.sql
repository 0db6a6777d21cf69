-- vi: Phần của từng chỉ số trong thay đổi của chỉ số cha.
-- Each group's part in the change of the total, each component's in the change of its group. The parts
-- and the remainder add up to the change exactly, in decimals.
create or replace view core.indicator_parts as
with parts as (
    select
        whole.snapshot_id,
        whole.cutoff_at,
        whole.unit_id,
        whole.indicator_id,
        whole.level,
        whole.delta,
        part.indicator_id as part_indicator_id,
        part.delta as contribution
    from core.changes as whole
    inner join core.changes as part
        on
            part.snapshot_id = whole.snapshot_id
            and part.cutoff_at = whole.cutoff_at
            and part.unit_id = whole.unit_id
            and part.whole_indicator_id = whole.indicator_id
)

select
    snapshot_id,
    cutoff_at,
    unit_id,
    indicator_id,
    level,
    delta,
    part_indicator_id,
    contribution::decimal(18, 8) as contribution,
    false as is_remainder
from parts
union all by name
select
    snapshot_id,
    cutoff_at,
    unit_id,
    indicator_id,
    level,
    delta,
    (delta - sum(contribution))::decimal(18, 8) as contribution,
    true as is_remainder
from parts
group by snapshot_id, cutoff_at, unit_id, indicator_id, level, delta
having delta <> sum(contribution);

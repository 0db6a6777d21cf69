-- vi: Vì sao điểm đổi: phần của từng nhóm, từng thành phần, hoặc từng đơn vị trong trung bình của nhóm so sánh.
-- Why a score moved between two cutoffs. kind says what is split: the change of a unit's total by group
-- and of a group by component (by_indicator), or the change of a cohort's mean by its units (by_unit; the
-- mean of unit_id's provinces, agencies or communes). Parts add up to delta exactly; what published
-- rounding or a part that may not be compared leaves over is a row of its own (is_remainder).
-- key: kind, snapshot_id, unit_id, indicator_id, level, part_indicator_id?, part_unit_id?
-- required: delta, contribution, part_vi, cutoff_at
create or replace view main.contributions as
with parts as (
    select 'by_indicator' as kind, p.* from core.indicator_parts as p
    union all by name
    select 'by_unit' as kind, p.* from core.unit_parts as p
)

select
    p.kind,
    p.unit_id,
    u.name as unit_name,
    p.level,
    i.indicator_id,
    p.source,
    p.scope_unit_id,
    p.period_type,
    p.period_start,
    p.cutoff_at,
    p.delta,
    part_indicator.indicator_id as part_indicator_id,
    part_unit.unit_id as part_unit_id,
    case
        when p.is_remainder then 'Phần dư: làm tròn, hoặc phần không công bố, không so sánh được'
        else coalesce(part_unit.name, part_indicator.name_vi)
    end as part_vi,
    p.contribution,
    p.is_remainder,
    p.snapshot_id
from parts as p
inner join core.units as u on u.unit_key = p.unit_key
inner join core.indicators as i on i.indicator_key = p.indicator_key
left join core.indicators as part_indicator
    on p.kind = 'by_indicator' and part_indicator.indicator_key = p.part_key
left join core.units as part_unit on p.kind = 'by_unit' and part_unit.unit_key = p.part_key;

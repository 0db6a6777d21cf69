-- vi: Phiếu điểm của tỉnh: tổng điểm, sáu nhóm, hạng, tăng giảm và nhóm còn thiếu nhiều điểm nhất.
-- One row for each province at the newest cutoff of each kind of period: total, six groups, rank,
-- change, and the group that leaves most points on the table (ties: the first in the index).
-- key: source, period_type, unit_id
-- within: total 0..100, rank 1..cohort_size, worst_gap 0..22
create or replace view main.province_scorecard as
with scored as (
    select
        v.*,
        u.unit_id,
        u.name as unit_name,
        i.kind,
        i.indicator_id as group_id,
        i.name_vi,
        case when v.max_score > 0 then v.max_score - v.score end as gap
    from core.newest_states as n
    inner join core.series as v on v.snapshot_key = n.snapshot_key and v.level = n.level
    inner join core.units as u on u.unit_key = v.unit_key
    inner join core.indicators as i on i.indicator_key = v.indicator_key and i.kind in ('total', 'group')
    inner join core.cohorts as c on c.cohort_key = v.cohort_key and c.unit_count > 1
    where n.level = 'province' and n.scope_unit_id = 'VN'
),

worst as (
    select
        snapshot_key,
        unit_key,
        arg_max(group_id, (gap, -indicator_key::integer)) as worst_group_id,
        arg_max(name_vi, (gap, -indicator_key::integer)) as worst_group_vi,
        max(gap) as worst_gap
    from scored
    where kind = 'group' and gap is not null
    group by snapshot_key, unit_key
),

groups as (
    select
        snapshot_key,
        unit_key,
        max(value) filter (where group_id = 'CKMB') as ckmb,
        max(value) filter (where group_id = 'TDGQ') as tdgq,
        max(value) filter (where group_id = 'CLGQ') as clgq,
        max(value) filter (where group_id = 'TTTT') as tttt,
        max(value) filter (where group_id = 'MDHL') as mdhl,
        max(value) filter (where group_id = 'MDSH') as mdsh
    from scored
    where kind = 'group'
    group by snapshot_key, unit_key
)

select
    t.unit_id,
    t.unit_name,
    t.source,
    t.period_type,
    t.period_start,
    t.cutoff_at,
    t.rank,
    t.cohort_size,
    t.value as total,
    t.cohort_median,
    case when t.break_reason is null then t.value - t.previous_value end as delta,
    p.previous_cutoff_at,
    case when t.rank_break_reason is null then t.previous_rank::integer - t.rank::integer end as rank_change,
    t.break_reason,
    t.rank_break_reason,
    g.ckmb,
    g.tdgq,
    g.clgq,
    g.tttt,
    g.mdhl,
    g.mdsh,
    w.worst_group_id,
    w.worst_group_vi,
    w.worst_gap,
    s.maturity,
    s.snapshot_id
from scored as t
inner join core.snapshots as s on s.snapshot_key = t.snapshot_key
inner join core.snapshot_pairs as p on p.snapshot_key = t.snapshot_key and p.level = t.level
left join groups as g on g.snapshot_key = t.snapshot_key and g.unit_key = t.unit_key
left join worst as w on w.snapshot_key = t.snapshot_key and w.unit_key = t.unit_key
where t.kind = 'total';

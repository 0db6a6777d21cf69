-- vi: Phiếu điểm của tỉnh: tổng điểm, sáu nhóm, hạng, tăng giảm và nhóm còn thiếu nhiều điểm nhất.
-- One row for each province at the newest cutoff of each kind of period: total, six groups, rank,
-- change, and the group that leaves most points on the table (ties: the first in the index).
-- key: source, period_type, unit_id
-- within: total 0..100, rank 1..cohort_size, worst_gap 0..22
create or replace view main.province_scorecard as
with scored as (
    select
        newest.source,
        newest.period_type,
        newest.period_start,
        c.*,
        i.kind,
        i.indicator_id as group_id,
        i.name_vi,
        case when c.is_score and c.max_score > 0 then c.max_score - c.value end as gap
    from core.newest_states as newest
    inner join core.units as scope on scope.unit_key = newest.scope_key and scope.unit_id = 'VN'
    inner join core.comparisons as c
        on
            c.snapshot_key = newest.snapshot_key
            and c.cutoff_at = newest.cutoff_at -- skips every block of another cutoff
            and c.level = newest.level
    inner join core.indicators as i on i.indicator_key = c.indicator_key and i.kind in ('total', 'group')
    inner join core.cohorts as cohort on cohort.cohort_key = c.cohort_key and cohort.unit_count > 1
    where newest.level = 'province'
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
    before.cutoff_at as previous_cutoff_at,
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
left join core.snapshots as before on before.snapshot_key = t.previous_key
left join groups as g on g.snapshot_key = t.snapshot_key and g.unit_key = t.unit_key
left join worst as w on w.snapshot_key = t.snapshot_key and w.unit_key = t.unit_key
where t.kind = 'total';

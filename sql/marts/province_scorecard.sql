-- vi: Phiếu điểm của tỉnh: tổng điểm, sáu nhóm, hạng, tăng giảm và nhóm còn thiếu nhiều điểm nhất.
-- One row for each province at the newest cutoff of each kind of period: total, six groups, rank,
-- change, and the group that leaves most points on the table (ties: the first in the index).
-- key: source, period_type, unit_id
-- within: total 0..100, rank 1..cohort_size, worst_gap 0..22
create or replace view main.province_scorecard as
with newest as (
    select * from main.latest where level = 'province' and scope_unit_id = 'VN'
),

worst as (
    select
        g.snapshot_id,
        g.unit_id,
        g.indicator_id as worst_group_id,
        i.name_vi as worst_group_vi,
        g.gap as worst_gap
    from main.point_gaps as g
    inner join core.indicators as i on i.indicator_id = g.indicator_id and i.kind = 'group'
    qualify row_number() over (partition by g.snapshot_id, g.unit_id order by g.gap desc, i.indicator_key) = 1
)

select
    l.unit_id,
    l.unit_name,
    l.source,
    l.period_type,
    l.period_start,
    l.cutoff_at,
    l.rank,
    l.cohort_size,
    l.total,
    t.cohort_median,
    t.delta,
    t.previous_cutoff_at,
    t.rank_change,
    t.break_reason,
    l.ckmb,
    l.tdgq,
    l.clgq,
    l.tttt,
    l.mdhl,
    l.mdsh,
    w.worst_group_id,
    w.worst_group_vi,
    w.worst_gap,
    l.maturity,
    l.snapshot_id
from main.league_table as l
inner join newest as t on t.snapshot_id = l.snapshot_id and t.unit_id = l.unit_id and t.indicator_id = 'TOTAL'
left join worst as w on w.snapshot_id = l.snapshot_id and w.unit_id = l.unit_id;

-- vi: Bảng xếp hạng: mỗi đơn vị trong nhóm cùng cấp tại một thời điểm chốt, tổng điểm và sáu nhóm.
-- Each unit in its cohort at a cutoff: total and six groups with their ranks. Ties share a rank
-- (1, 2, 2, 4); a unit with a missing group has no rank in the total. Rates where no score is published.
-- key: snapshot_id, unit_id
-- required: level, value_kind, cutoff_at
-- within: rank 1..cohort_size, total 0..100
create or replace view main.league_table as
select
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    o.cutoff_at,
    u.level,
    u.unit_id,
    u.name as unit_name,
    max(o.rank) filter (where i.indicator_id = 'TOTAL') as rank,
    max(c.ranked_count) filter (where i.indicator_id = 'TOTAL') as cohort_size,
    case when max(o.score) is not null then 'score' else 'rate_pct' end as value_kind,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'TOTAL') as total,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'CKMB') as ckmb,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'TDGQ') as tdgq,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'CLGQ') as clgq,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'TTTT') as tttt,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'MDHL') as mdhl,
    max(coalesce(o.score, o.rate_pct)) filter (where i.indicator_id = 'MDSH') as mdsh,
    max(o.rank) filter (where i.indicator_id = 'CKMB') as ckmb_rank,
    max(o.rank) filter (where i.indicator_id = 'TDGQ') as tdgq_rank,
    max(o.rank) filter (where i.indicator_id = 'CLGQ') as clgq_rank,
    max(o.rank) filter (where i.indicator_id = 'TTTT') as tttt_rank,
    max(o.rank) filter (where i.indicator_id = 'MDHL') as mdhl_rank,
    max(o.rank) filter (where i.indicator_id = 'MDSH') as mdsh_rank,
    s.maturity,
    s.snapshot_id
from core.observations as o
inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key
inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind in ('total', 'group')
inner join core.cohorts as c on c.cohort_key = o.cohort_key
inner join core.snapshot_pairs as p on p.snapshot_key = o.snapshot_key and p.level = o.level
where c.unit_count > 1
group by all;

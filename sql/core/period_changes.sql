-- vi: Đối chiếu kỳ: từng giá trị cạnh giá trị của kỳ trước và của cùng kỳ năm trước.
-- Each value known last of a period beside the one of the earlier period: the previous one or last
-- year's (step), with the reason why the two must not be compared, or may be only provisionally.
create or replace view core.period_changes as
select
    p.step,
    o.snapshot_key,
    p.previous_key,
    o.indicator_key,
    o.unit_key,
    coalesce(was.score, was.rate_pct) as previous_value,
    was.rank as previous_rank,
    coalesce(c.members_hash = was_c.members_hash and c.ranked_count = was_c.ranked_count, false) as is_same_cohort,
    case
        when p.break_reason is not null then p.break_reason
        when coalesce(o.score, o.rate_pct) is null then 'value_missing'
        when coalesce(was.score, was.rate_pct) is null then 'previous_value_missing'
        when (o.score is null) <> (was.score is null) then 'value_kind_changed'
        when (o.max_score is distinct from was.max_score) then 'maximum_changed'
        when exists (
            select 1 from core.unit_lineage as l
            where
                (l.new_key = o.unit_key or l.old_key = o.unit_key)
                and l.effective_date > before.period_start
                and l.effective_date <= now.period_end
        ) then 'unit_changed'
    end as break_reason,
    p.provisional_reason,
    coalesce(o.score, o.rate_pct) - coalesce(was.score, was.rate_pct) as difference
from core.period_pairs as p
inner join core.observations as o on o.snapshot_key = p.snapshot_key
inner join core.units as u on u.unit_key = o.unit_key and u.level = p.level
inner join core.cohorts as c on c.cohort_key = o.cohort_key
inner join core.snapshots as now on now.snapshot_key = p.snapshot_key
left join core.snapshots as before on before.snapshot_key = p.previous_key
left join core.observations as was
    on was.snapshot_key = p.previous_key and was.indicator_key = o.indicator_key and was.unit_key = o.unit_key
left join core.cohorts as was_c on was_c.cohort_key = was.cohort_key;

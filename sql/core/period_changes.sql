-- vi: Đối chiếu kỳ: từng giá trị cuối kỳ cạnh giá trị của kỳ trước và của cùng kỳ năm trước.
-- Each value known last of a period beside that of the earlier period (step: the previous one, or last
-- year's), with the reason why the two must not be compared, or may be only provisionally.
create or replace view core.period_changes as
select
    p.step,
    p.previous_key,
    now.*,
    was.value as previous_value,
    was.rank as previous_rank,
    coalesce(now.members_hash = was.members_hash and now.ranked_count = was.ranked_count, false) as is_same_cohort,
    case
        when p.break_reason is not null then p.break_reason
        when now.value is null then 'value_missing'
        when was.value is null then 'previous_value_missing'
        when now.is_score <> was.is_score then 'value_kind_changed'
        when (now.max_score is distinct from was.max_score) then 'maximum_changed'
        when exists (
            select 1 from core.unit_lineage as l
            where
                (l.new_key = now.unit_key or l.old_key = now.unit_key)
                and l.effective_date > p.previous_start
                and l.effective_date <= p.period_end
        ) then 'unit_changed'
    end as break_reason,
    p.provisional_reason,
    now.value - was.value as difference
from core.period_pairs as p
inner join core.period_values as now on now.snapshot_key = p.snapshot_key and now.level = p.level
left join core.period_values as was
    on
        was.snapshot_key = p.previous_key
        and was.level = p.level
        and was.indicator_id = now.indicator_id
        and was.unit_id = now.unit_id;

-- vi: Đối chiếu kỳ: từng giá trị cuối kỳ cạnh giá trị của kỳ trước và của cùng kỳ năm trước.
-- Each value known last of a period beside that of the earlier period (step: the previous one, or last
-- year's), with the reason why the two, or only their ranks, must not be compared, or may be only provisionally.
create or replace view core.period_changes as
with judged as (
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
            when lacks.unit_key is not null or lacked.unit_key is not null then 'group_missing'
            when exists (
                select 1 from core.unit_lineage as l
                where
                    (l.new_key = now.unit_key or l.old_key = now.unit_key)
                    and l.effective_date > p.previous_start
                    and l.effective_date <= p.last_date
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
            and was.unit_id = now.unit_id
    left join core.incomplete_totals as lacks
        on
            lacks.snapshot_key = now.snapshot_key
            and lacks.indicator_key = now.indicator_key
            and lacks.unit_key = now.unit_key
    left join core.incomplete_totals as lacked
        on
            lacked.snapshot_key = was.snapshot_key
            and lacked.indicator_key = was.indicator_key
            and lacked.unit_key = was.unit_key
)

select
    *,
    case
        when break_reason is not null then break_reason
        when provisional_reason is not null then provisional_reason
        when rank is null or previous_rank is null then 'not_ranked'
        when not is_same_cohort then 'cohort_changed'
    end as rank_break_reason
from judged;

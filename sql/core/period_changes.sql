-- vi: Đối chiếu kỳ: từng giá trị cuối kỳ cạnh giá trị của kỳ liền trước và của cùng kỳ năm trước.
-- Each value known last of a period beside that of the period before and that of the same period last year,
-- with the reasons why they must not be compared (break_reason, year_break_reason), or only provisionally
-- (provisional_reason, year_provisional_reason), or why their ranks must not be (rank_break_reason).
create or replace view core.period_changes as
with moved as (
    -- the units that came out of another, or went into one, between the two periods
    select
        p.snapshot_key,
        p.level,
        l.unit_key,
        max(l.effective_date) > min(p.previous_start) as since_previous,
        max(l.effective_date) > min(p.year_start) as since_year
    from core.period_pairs as p
    inner join (
        select old_key as unit_key, effective_date from core.unit_lineage
        union all
        select new_key as unit_key, effective_date from core.unit_lineage
    ) as l on l.effective_date > least(p.previous_start, p.year_start) and l.effective_date <= p.last_date
    group by p.snapshot_key, p.level, l.unit_key
),

judged as (
    select
        now.*,
        p.* exclude (
            snapshot_key, level, last_date, previous_key, year_key, year_start, break_reason, year_break_reason
        ),
        was.value as previous_value,
        was.rank as previous_rank,
        now.value - was.value as difference,
        coalesce(c.members_hash = was_c.members_hash and c.ranked_count = was_c.ranked_count, false) as is_same_cohort,
        case
            when p.break_reason is not null then p.break_reason
            when now.value is null then 'value_missing'
            when was.value is null then 'previous_value_missing'
            when now.is_score <> was.is_score then 'value_kind_changed'
            when (now.max_score is distinct from was.max_score) then 'maximum_changed'
            when now.lacks_group or was.lacks_group then 'group_missing'
            when m.since_previous then 'unit_changed'
        end as break_reason,
        last_year.value as year_value,
        now.value - last_year.value as year_difference,
        case
            when p.year_break_reason is not null then p.year_break_reason
            when now.value is null then 'value_missing'
            when last_year.value is null then 'previous_value_missing'
            when now.is_score <> last_year.is_score then 'value_kind_changed'
            when (now.max_score is distinct from last_year.max_score) then 'maximum_changed'
            when now.lacks_group or last_year.lacks_group then 'group_missing'
            when m.since_year then 'unit_changed'
        end as year_break_reason
    from core.period_pairs as p
    inner join core.period_values as now on now.snapshot_key = p.snapshot_key and now.level = p.level
    inner join core.cohorts as c on c.cohort_key = now.cohort_key
    left join core.period_values as was
        on
            was.snapshot_key = p.previous_key
            and was.level = p.level
            and was.indicator_id = now.indicator_id
            and was.unit_id = now.unit_id
    left join core.cohorts as was_c on was_c.cohort_key = was.cohort_key
    left join core.period_values as last_year
        on
            last_year.snapshot_key = p.year_key
            and last_year.level = p.level
            and last_year.indicator_id = now.indicator_id
            and last_year.unit_id = now.unit_id
    left join moved as m
        on m.snapshot_key = p.snapshot_key and m.level = p.level and m.unit_key = now.unit_key
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

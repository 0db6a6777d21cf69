-- vi: So sánh giữa hai thời điểm chốt: từng giá trị cạnh giá trị liền trước, được so hay vì sao không.
-- Each value of a snapshot in force beside the previous one within its period, by keys, and the reason why
-- the two must not be compared (break_reason), or only their ranks must not (rank_break_reason: a unit that is
-- not ranked, other units ranked than before). The one judge of that: trends, contributions, movers stand on it.
create or replace view core.comparisons as
with judged as (
    select
        o.snapshot_key,
        o.cutoff_at,
        o.unit_key,
        u.unit_id,
        u.name as unit_name,
        o.level,
        o.indicator_key,
        o.score is not null as is_score,
        coalesce(o.score, o.rate_pct) as value,
        o.score,
        o.max_score,
        o.numerator,
        o.denominator,
        o.quality_flag,
        o.cohort_key,
        o.cohort_size,
        o.cohort_median,
        o.rank,
        p.previous_key,
        p.previous_id,
        p.previous_cutoff_at,
        coalesce(o.previous_score, o.previous_rate_pct) as previous_value,
        o.previous_rank,
        o.is_same_cohort,
        case
            when p.break_reason is not null then p.break_reason
            when coalesce(o.score, o.rate_pct) is null then 'value_missing'
            when coalesce(o.previous_score, o.previous_rate_pct) is null then 'previous_value_missing'
            when (o.score is null) <> (o.previous_score is null) then 'value_kind_changed'
            when (o.max_score is distinct from o.previous_max_score) then 'maximum_changed'
            when o.lacks_group then 'group_missing'
            when o.is_reorganised then 'unit_changed'
        end as break_reason
    from core.observations as o
    inner join core.snapshot_pairs as p on p.snapshot_key = o.snapshot_key and p.level = o.level
    inner join core.units as u on u.unit_key = o.unit_key
)

select
    *,
    case
        when break_reason is not null then break_reason
        when rank is null or previous_rank is null then 'not_ranked'
        when not is_same_cohort then 'cohort_changed'
    end as rank_break_reason
from judged;

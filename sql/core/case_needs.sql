-- vi: Số hồ sơ (thủ tục, phản ánh) cần thêm để được thêm điểm, theo công thức đã kiểm chứng.
-- Cases needed for more points, where the formula is verified and gives back the published score. Two
-- ways, because the counts do not say which is possible: cases already counted that come to fulfil the
-- condition (the denominator stays), or new cases that all do (it grows). The next point is one point
-- more, or the full score when less than one is missing. Null where no number of cases can do it, and where
-- the counts are the province's, repeated on a unit: its cases are not the unit's to mend. Told of what is
-- known last of each period.
create or replace view core.case_needs as
with judged as (
    select
        v.*,
        coalesce(v.score, v.recomputed_score) as points,
        coalesce(v.max_score, i.max_score) as highest,
        i.full_score_at_pct
    from core.series as v
    inner join core.indicators as i on i.indicator_key = v.indicator_key and i.kind = 'component'
    where v.fits and v.denominator > 0 and coalesce(not contains(v.quality_flag, 'PROVINCE_VALUE'), true)
),

targets as (
    select
        snapshot_key,
        unit_key,
        indicator_key,
        numerator,
        denominator,
        highest * 100 / (denominator * full_score_at_pct)::double as points_per_case,
        least(points + 1, highest)::double / highest * full_score_at_pct / 100 as next_rate,
        full_score_at_pct::double / 100 as full_rate
    from judged
    where points < highest
),

needs as (
    select
        *,
        ceil(round(next_rate * denominator::double - numerator::double, 6)) as next_counted,
        ceil(round(full_rate * denominator::double - numerator::double, 6)) as full_counted,
        case when next_rate < 1 then
            ceil(round((next_rate * denominator::double - numerator::double) / (1 - next_rate), 6))
        end as next_new,
        case when full_rate < 1 then
            ceil(round((full_rate * denominator::double - numerator::double) / (1 - full_rate), 6))
        end as full_new
    from targets
)

select
    snapshot_key,
    unit_key,
    indicator_key,
    round(points_per_case, 4)::decimal(9, 4) as points_per_case,
    next_counted::ubigint as cases_to_next_point,
    full_counted::ubigint as cases_to_full_score,
    next_new::ubigint as new_cases_to_next_point,
    full_new::ubigint as new_cases_to_full_score
from needs
where next_counted > 0;

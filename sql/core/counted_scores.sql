-- vi: Điểm tính lại của từng thành phần, từ số đếm công bố và công thức đã kiểm chứng.
-- Scores recomputed from published counts where the formula is verified: points in proportion to the
-- rate, full at the threshold; without any case, what the formula says of a denominator of 0.
create or replace view core.counted_scores as
with formulas as (
    select
        *,
        try_cast(nullif(regexp_extract(formula, '(\d+) when the denominator is 0', 1), '') as decimal(9, 4))
            as score_without_cases
    from core.indicators
    where kind = 'component' and formula_status = 'verified' and full_score_at_pct is not null and max_score > 0
)

select
    o.snapshot_key,
    o.cutoff_at,
    o.unit_key,
    o.indicator_key,
    i.parent_key,
    o.score,
    coalesce(o.max_score, i.max_score) as max_score,
    o.numerator,
    o.denominator,
    i.full_score_at_pct,
    coalesce(contains(o.quality_flag, 'PROVINCE_VALUE'), false) as is_of_province,
    case
        when o.denominator > 0
            then round(
                coalesce(o.max_score, i.max_score)::double
                * least(1, o.numerator::double / o.denominator::double * 100 / i.full_score_at_pct::double), 4
            )::decimal(9, 4)
        when o.denominator = 0 then i.score_without_cases
    end as recomputed_score
from core.observations as o
inner join formulas as i on i.indicator_key = o.indicator_key
where o.numerator is not null and o.denominator is not null;

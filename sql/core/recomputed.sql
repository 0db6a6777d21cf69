-- vi: Điểm tính lại theo công thức đã kiểm chứng, đặt cạnh điểm công bố.
-- Scores recomputed from their published counts, where the formula is verified: points in proportion to
-- the rate, full at the threshold. Shown beside the published score, never instead of it; fits says
-- whether the two agree within 0.02. Counts of zero have no rate and are not recomputed.
create or replace view core.recomputed as
select
    o.snapshot_key,
    o.unit_key,
    o.indicator_key,
    o.score,
    o.max_score,
    o.numerator,
    o.denominator,
    i.full_score_at_pct,
    o.quality_flag,
    round(
        o.max_score * least(1, o.numerator::double / o.denominator::double * 100 / i.full_score_at_pct), 4
    )::decimal(9, 4) as recomputed_score,
    abs(
        o.score - o.max_score * least(1, o.numerator::double / o.denominator::double * 100 / i.full_score_at_pct)
    ) <= 0.02 as fits
from core.observations as o
inner join core.indicators as i
    on
        i.indicator_key = o.indicator_key
        and i.kind = 'component'
        and i.formula_status = 'verified'
        and i.full_score_at_pct is not null
where o.score is not null and o.max_score > 0 and o.numerator is not null and o.denominator > 0;

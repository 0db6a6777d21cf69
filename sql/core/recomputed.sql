-- vi: Điểm tính lại theo công thức đã kiểm chứng, đặt cạnh điểm công bố.
-- Recomputed scores that may be judged: beside the component's own published score, or, where only its
-- group has one, beside the group's. Never instead of a published score; fits says whether the formula
-- gives the published one back within 0.02.
create or replace view core.recomputed as
select
    c.*,
    case when c.score is not null then abs(c.score - c.recomputed_score) <= 0.02 else g.fits end as fits
from core.counted_scores as c
left join core.counted_groups as g
    on
        g.snapshot_key = c.snapshot_key
        and g.cutoff_at = c.cutoff_at
        and g.unit_key = c.unit_key
        and g.indicator_key = c.parent_key
where c.recomputed_score is not null and (c.score is not null or g.fits is not null);

-- vi: Nhóm mà nguồn chỉ công bố số đếm của các thành phần: tổng điểm tính lại cạnh điểm nhóm công bố.
-- Groups of which the source publishes the components' counts and no scores (on-time dossiers, payment):
-- the sum of the recomputed components beside the published score of the group, where none is missing.
create or replace view core.counted_groups as
select
    c.snapshot_key,
    c.cutoff_at,
    c.unit_key,
    c.parent_key as indicator_key,
    g.score,
    sum(c.recomputed_score) as recomputed_score,
    abs(g.score - sum(c.recomputed_score)) <= 0.02 as fits
from core.counted_scores as c
inner join core.observations as g
    on
        g.snapshot_key = c.snapshot_key
        and g.cutoff_at = c.cutoff_at
        and g.unit_key = c.unit_key
        and g.indicator_key = c.parent_key
where c.score is null and c.recomputed_score is not null and g.score is not null
group by c.snapshot_key, c.cutoff_at, c.unit_key, c.parent_key, g.score, g.max_score
having sum(c.max_score) = g.max_score;

-- vi: Tổng các phần: sáu nhóm cộng lại cạnh tổng điểm, các thành phần cộng lại cạnh điểm nhóm.
-- Sums of parts beside their whole: the six groups beside the total, components beside their group.
-- Only where the parts' maxima add up to the whole's, so that nothing is missing from the sum.
create or replace view core.part_sums as
select
    part.snapshot_key,
    part.unit_key,
    whole.indicator_key,
    whole.score,
    sum(part.score) as part_sum
from core.observations as part
inner join core.indicators as i on i.indicator_key = part.indicator_key
inner join core.observations as whole
    on
        whole.snapshot_key = part.snapshot_key
        and whole.unit_key = part.unit_key
        and whole.indicator_key = i.parent_key
where part.score is not null and whole.score is not null
group by part.snapshot_key, part.unit_key, whole.indicator_key, whole.score, whole.max_score
having sum(part.max_score) = whole.max_score;

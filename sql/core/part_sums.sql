-- vi: Tổng các phần: sáu nhóm cộng lại cạnh tổng điểm, các thành phần cộng lại cạnh điểm nhóm.
-- Sums of parts beside their whole: the six groups beside the total, components beside their group.
-- Only where the parts' maxima add up to the whole's, so that nothing is missing from the sum. cutoff_at is a
-- part of the key that adds nothing to it: a question about a cutoff passes through the sums to the table.
create or replace view core.part_sums as
with roles as (
    select
        o.snapshot_key,
        o.cutoff_at,
        o.unit_key,
        o.score,
        o.max_score,
        r.is_whole,
        case when r.is_whole then o.indicator_key else i.parent_key end as indicator_key
    from core.observations as o
    inner join core.indicators as i on i.indicator_key = o.indicator_key
    inner join (values (true), (false)) as r (is_whole)
        on case when r.is_whole then i.kind <> 'component' else i.kind <> 'total' end
    where o.score is not null
)

select
    snapshot_key,
    cutoff_at,
    unit_key,
    indicator_key,
    max(score) filter (where is_whole) as score,
    sum(score) filter (where not is_whole) as part_sum
from roles
group by snapshot_key, cutoff_at, unit_key, indicator_key
having sum(max_score) filter (where not is_whole) = max(max_score) filter (where is_whole);

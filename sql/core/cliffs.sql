-- vi: Vách điểm: điểm tối đa đang giữ chỉ vì chưa có trường hợp nào, một trường hợp đầu tiên có thể làm mất.
-- Cliffs: full scores held only because there was no case at all. The first case that fails takes them
-- away: without petitions a unit has 6 + 6 points, and one unanswered petition costs all 12.
create or replace view core.cliffs as
select
    o.snapshot_key,
    o.unit_key,
    o.indicator_key,
    o.max_score as cliff_points,
    sum(o.max_score) over (partition by o.snapshot_key, o.unit_key, i.parent_key, i.quantity_unit)
        as cliff_points_together
from core.observations as o
inner join core.indicators as i
    on i.indicator_key = o.indicator_key and i.kind = 'component' and i.formula_status = 'verified'
where o.denominator = 0 and o.score = o.max_score and o.max_score > 0;

-- vi: Vách điểm: điểm tối đa đang giữ chỉ vì chưa có trường hợp nào, một trường hợp đầu tiên có thể làm mất.
-- Cliffs: full scores held only because there was no case at all. The first case that fails takes them
-- away: without petitions a unit has 6 + 6 points, and one unanswered petition costs all 12.
create or replace view core.cliffs as
select
    v.snapshot_key,
    v.unit_key,
    v.indicator_key,
    v.max_score as cliff_points,
    sum(v.max_score) over (partition by v.snapshot_key, v.unit_key, i.parent_key, i.quantity_unit)
        as cliff_points_together
from core.series as v
inner join core.indicators as i
    on i.indicator_key = v.indicator_key and i.kind = 'component' and i.formula_status = 'verified'
where v.denominator = 0 and v.score = v.max_score and v.max_score > 0;

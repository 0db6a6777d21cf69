-- The groups' highest scores add up to the total's, and no component can score more than its group.
-- relation: main.indicators
select whole.indicator_id, whole.max_score, sum(part.max_score) as part_sum
from main.indicators as whole
inner join main.indicators as part on part.parent_id = whole.indicator_id
group by whole.indicator_id, whole.kind, whole.max_score
having
    sum(part.max_score) > whole.max_score
    or (whole.kind = 'total' and sum(part.max_score) is distinct from whole.max_score);

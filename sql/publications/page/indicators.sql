-- The names of everything that is measured, in the index's own order.
select
    i.indicator_id,
    i.parent_id,
    i.kind,
    i.name_vi,
    i.name_en,
    i.max_score
from indicators as i;

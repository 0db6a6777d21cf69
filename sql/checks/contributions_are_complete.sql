-- Every comparable change of a total whose groups may be compared is explained by them.
-- scope: whole
-- relation: main.contributions
with changed as (
    select t.snapshot_id, t.unit_id, any_value(t.delta) filter (where t.indicator_id = 'TOTAL') as delta
    from main.trends_by_cutoff as t
    inner join main.indicators as i on i.indicator_id = t.indicator_id and i.kind in ('total', 'group')
    where t.comparable and t.value_kind = 'score'
    group by t.snapshot_id, t.unit_id
    having count(*) filter (where i.kind = 'total') = 1 and count(*) > 1
)

select c.snapshot_id, c.unit_id, c.delta
from changed as c
anti join main.contributions as p
    on
        p.snapshot_id = c.snapshot_id
        and p.unit_id = c.unit_id
        and p.kind = 'by_indicator'
        and p.indicator_id = 'TOTAL'
        and p.delta = c.delta;

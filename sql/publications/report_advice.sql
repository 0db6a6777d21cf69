-- What would bring the province points: the sentences of point_gaps on its own indicators, the widest gap
-- first, the cliffs it stands on last.
select
    i.name_vi as indicator_name,
    p.text_vi,
    p.gap,
    p.cliff_points is not null as is_cliff
from point_gaps as p
inner join indicators as i on i.indicator_id = p.indicator_id
where
    p.unit_id = $province
    and p.source = $source
    and p.period_type = $period_type
    and p.period_start = $period_start
    and p.cutoff_at <= $cutoff_at
    and p.text_vi is not null
qualify row_number() over (partition by p.indicator_id order by p.cutoff_at desc, p.scope_unit_id) = 1
order by is_cliff, p.gap desc, p.indicator_id
limit 3;

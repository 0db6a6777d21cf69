-- The days of a scope: taken, missed or refused. A day on which anything was taken counts as taken; the
-- rest of what happened is told beside it.
select
    coalesce(c.scope_unit_id, 'VN') as scope_unit_id,
    (c.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date as day,
    case
        when bool_or(c.status = 'received') then 'taken'
        when bool_or(c.reason = 'refused') then 'refused'
        else 'missed'
    end as status,
    string_agg(distinct c.source, ',' order by c.source) as sources,
    max(c.cutoff_at) as cutoff_at,
    string_agg(distinct c.text_vi, ' ') as detail
from coverage as c
where c.cutoff_at is not null and (c.status = 'received' or c.reason in ('missed', 'refused'))
group by all
order by 1, 2;

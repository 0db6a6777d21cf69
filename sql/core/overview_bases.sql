-- vi: Cơ sở của dòng "Cả nước".
-- On what the portal's national line stood in each snapshot: on the mean of the provinces shown
-- beside it, or on something else (17/09/2026: 56.56 beside a mean of 61.55).
create or replace view core.overview_bases as
select
    o.snapshot_key,
    u.level,
    o.score as overview_score,
    c.mean_value as mean_score,
    abs(o.score - c.mean_value) <= 0.02 as is_mean_of_rows
from core.observations as o
inner join core.units as u on u.unit_key = o.unit_key and u.level = 'country'
inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind = 'total'
inner join core.cohorts as c
    on
        c.snapshot_key = o.snapshot_key
        and c.indicator_key = o.indicator_key
        and c.parent_key = o.unit_key
        and c.level = 'province'
where o.score is not null;

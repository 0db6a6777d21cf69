-- vi: Các cách viết tên của đơn vị, kèm thời gian thấy: đổi cách viết là đổi nhãn, không phải đơn vị mới.
-- Spellings of each unit's name, dated. A changed spelling is a label; the series goes on.
-- key: unit_id, name, kind
-- within: first_seen ..last_seen
create or replace view main.unit_names as
select
    u.unit_id,
    n.name,
    n.kind,
    min(n.first_seen) as first_seen,
    max(n.last_seen) as last_seen,
    any_value(n.source order by n.source) as source
from core.unit_names as n
inner join core.units as u on u.unit_key = n.unit_key
group by u.unit_id, n.name, n.kind;

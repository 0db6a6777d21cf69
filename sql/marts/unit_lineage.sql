-- vi: Đơn vị cũ và đơn vị kế tục; không có đường xu hướng nào nối qua một lần sắp xếp.
-- Predecessors and successors of units. No trend is drawn from an old unit to a new one. same_name is one body
-- under two ids, the list's and the portal's, told by its name alone.
-- key: old_unit_id, new_unit_id, kind, effective_date?
-- required: source, is_date_confirmed
create or replace view main.unit_lineage as
with everything as (
    select * from core.unit_lineage
    union all by name
    select
        listed_key as old_key,
        coded_key as new_key,
        null::date as effective_date,
        'same_name' as kind,
        false as is_date_confirmed,
        'core.same_bodies' as source,
        'Cùng tên, cùng cấp, cùng cấp cha; mã do cổng dùng, chưa ai xác nhận. '
        || '/ Same name, level and parent; the code is the portal''s, nobody has confirmed it.' as note
    from core.same_bodies
)

select
    old.unit_id as old_unit_id,
    old.name as old_unit_name,
    new.unit_id as new_unit_id,
    new.name as new_unit_name,
    l.effective_date,
    l.kind,
    l.is_date_confirmed,
    l.source,
    l.note
from everything as l
inner join core.units as old on old.unit_key = l.old_key
inner join core.units as new on new.unit_key = l.new_key;

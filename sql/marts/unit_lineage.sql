-- vi: Đơn vị cũ và đơn vị kế tục; không có đường xu hướng nào nối qua một lần sắp xếp.
-- Predecessors and successors of units. No trend is drawn from an old unit to a new one.
-- key: old_unit_id, new_unit_id, kind, effective_date?
-- required: source, is_date_confirmed
create or replace view main.unit_lineage as
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
from core.unit_lineage as l
inner join core.units as old on old.unit_key = l.old_key
inner join core.units as new on new.unit_key = l.new_key;

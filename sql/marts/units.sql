-- vi: Đơn vị được chấm điểm: quốc gia, tỉnh, sở ngành, huyện cũ, xã.
-- Units that are scored, with the span in which each exists. The code is the key; the name is a label.
-- key: unit_id
-- required: name, level, source
-- within: valid_from ..valid_to
create or replace view main.units as
select
    u.unit_id,
    u.name,
    u.level,
    parent.unit_id as parent_id,
    parent.name as parent_name,
    u.valid_from,
    u.valid_to,
    u.portal_id,
    u.source
from core.units as u
left join core.units as parent on parent.unit_key = u.parent_key;

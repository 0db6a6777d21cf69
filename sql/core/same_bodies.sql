-- vi: Cùng một cơ quan dưới hai mã: đơn vị của danh mục và đơn vị cổng gọi bằng mã, cùng tên, cùng cấp, cùng cấp cha.
-- One body under two ids: a unit of the lists that has no code (H50~xa-cam-lo), and the one the portal shows
-- with a code. Told by the name alone, where it is the only one of its level and parent on both sides and the
-- listed unit is still there. No series is joined by it: it tells what need not be called missing, which
-- communes stand on an old district's land, and what a letter and the portal both speak of.
create or replace view core.same_bodies as
with named as (
    select distinct
        u.unit_key,
        u.unit_id,
        u.parent_key,
        u.level,
        u.valid_from,
        contains(u.unit_id, '~') and u.portal_id is null as is_listed,
        regexp_replace(
            regexp_replace(strip_accents(lower(nfc_normalize(n.name))), ' +[-–—] +(tinh|thanh pho) .*$', ''),
            '^(ubnd|uy ban nhan dan) ', ''
        ) as plain_name
    from core.units as u
    inner join core.unit_names as n on n.unit_key = u.unit_key
    where u.level in ('agency', 'commune') and u.valid_to is null
),

pairs as (
    select distinct
        listed.unit_key as listed_key,
        coded.unit_key as coded_key,
        listed.valid_from
    from named as listed
    inner join named as coded
        on
            coded.parent_key = listed.parent_key
            and coded.level = listed.level
            and coded.plain_name = listed.plain_name
            and not contains(coded.unit_id, '~')
    where listed.is_listed
)

select
    listed_key,
    coded_key,
    valid_from
from pairs
qualify count(*) over (partition by listed_key) = 1 and count(*) over (partition by coded_key) = 1;

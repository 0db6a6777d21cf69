-- Units the readings saw and the warehouse does not know yet; matched by code, then by portal id,
-- never by name. A unit without a code gets one of its own until the portal shows its code, in this reading
-- or in one loaded with it. Where two readings differ, the earlier one counts.
create or replace temp table coded as
select * from staged_units
where unit_id is not null and portal_id is not null;

update core.units as u set portal_id = s.portal_id
from (select distinct on (unit_id) * from coded order by unit_id, reading_no, portal_id) as s
where u.unit_id = s.unit_id and u.portal_id is null;

update core.units as u set unit_id = s.unit_id
from (select distinct on (portal_id) * from coded order by portal_id, reading_no, unit_id) as s
where
    u.portal_id = s.portal_id and u.unit_id like '%~' || s.portal_id
    and s.unit_id not in (select known.unit_id from core.units as known);

insert into core.units by name
with unknown as (
    select distinct on (coalesce(s.unit_id, s.parent_id || '~' || s.portal_id)) s.*
    from staged_units as s
    where
        not exists (select 1 from core.units as u where u.unit_id = s.unit_id)
        and not exists (select 1 from core.units as u where s.unit_id is null and u.portal_id = s.portal_id)
        and not exists (select 1 from coded as c where s.unit_id is null and c.portal_id = s.portal_id)
    order by coalesce(s.unit_id, s.parent_id || '~' || s.portal_id), s.reading_no, s.name
)

select
    (select coalesce(max(unit_key), 0) from core.units)
    + row_number() over (order by coalesce(n.unit_id, n.parent_id || '~' || n.portal_id)) as unit_key,
    coalesce(n.unit_id, n.parent_id || '~' || n.portal_id) as unit_id,
    n.portal_id,
    n.name,
    n.level,
    null as valid_from,
    null as valid_to,
    s.source
from unknown as n
inner join staged_snapshot as s on s.reading_no = n.reading_no;

update core.units as u set parent_key = parent.unit_key
from (
    select distinct on (unit_id, portal_id) * from staged_units
    order by unit_id, portal_id, reading_no, parent_id
) as s
inner join core.units as parent on parent.unit_id = s.parent_id
where
    u.parent_key is null
    and (u.unit_id = s.unit_id or (s.unit_id is null and u.portal_id = s.portal_id))
    and u.unit_key <> parent.unit_key;

create or replace temp table sighted as
select
    coalesce(by_code.unit_key, by_portal.unit_key) as unit_key,
    s.name,
    min(f.cutoff_at) as first_seen,
    max(f.cutoff_at) as last_seen,
    min_by(f.source, f.reading_no) as source
from staged_units as s
inner join staged_snapshot as f on f.reading_no = s.reading_no
left join core.units as by_code on by_code.unit_id = s.unit_id
left join core.units as by_portal on by_portal.portal_id = case when s.unit_id is null then s.portal_id end
group by coalesce(by_code.unit_key, by_portal.unit_key), s.name;

update core.unit_names as n
set
    first_seen = least(coalesce(n.first_seen, sighted.first_seen), sighted.first_seen),
    last_seen = greatest(coalesce(n.last_seen, sighted.last_seen), sighted.last_seen)
from sighted
where sighted.unit_key = n.unit_key and sighted.name = n.name;

insert into core.unit_names by name
select
    sighted.unit_key,
    sighted.name,
    'seen' as kind,
    sighted.first_seen,
    sighted.last_seen,
    sighted.source
from sighted
where not exists (
    select 1 from core.unit_names as n
    where n.unit_key = sighted.unit_key and n.name = sighted.name
);

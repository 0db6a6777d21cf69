-- vi: Xã nay nằm trên đất của huyện cũ.
-- Communes that stand today on the land of a district that ended, under the list's id and under the portal's
-- code. is_shared marks a commune that came out of more than one old district: its figures cannot be given to
-- one of them alone.
create or replace view core.district_communes as
with listed as (
    select
        l.old_key as district_key,
        l.new_key as commune_key,
        count(*) over (partition by l.new_key) > 1 as is_shared,
        count(*) over (partition by l.old_key) as commune_count
    from core.unit_lineage as l
    inner join core.units as old on old.unit_key = l.old_key and old.level = 'district'
    inner join core.units as new on new.unit_key = l.new_key and new.level = 'commune'
    where l.kind in ('split', 'ended', 'merged')
)

select * from listed
union all by name
select listed.* replace (b.coded_key as commune_key)
from listed
inner join core.same_bodies as b on b.listed_key = listed.commune_key;

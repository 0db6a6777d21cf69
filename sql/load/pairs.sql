-- Which snapshot stands before which, now that these are there: core.snapshot_pairs says what
-- core.snapshot_neighbours says. The pairs that changed are kept aside for sql/load/successors.sql.
create or replace temp table neighbours as
from core.snapshot_neighbours;

create or replace temp table changed_pairs as
select n.* from neighbours as n
left join core.snapshot_pairs as p on p.snapshot_key = n.snapshot_key and p.level = n.level
where
    p.snapshot_key is null
    or p.previous_key is distinct from n.previous_key
    or p.break_reason is distinct from n.break_reason
    or n.previous_key in (select loading.snapshot_key from loading);

delete from core.snapshot_pairs
where not exists (
    select 1 from neighbours as n
    where
        n.snapshot_key = snapshot_pairs.snapshot_key
        and n.level = snapshot_pairs.level
        and n.previous_key is not distinct from snapshot_pairs.previous_key
        and n.break_reason is not distinct from snapshot_pairs.break_reason
);

insert into core.snapshot_pairs by name
select n.* from neighbours as n
anti join core.snapshot_pairs as p on p.snapshot_key = n.snapshot_key and p.level = n.level;

create or replace temp table reorganised_units as
select r.* from core.reorganisations as r
inner join changed_pairs as c on c.snapshot_key = r.snapshot_key and c.level = r.level;

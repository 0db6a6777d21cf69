-- Snapshots $loaded to $cutoffs (0-based): each says again what one of the $loaded really loaded ones said, of its
-- own day and period. Everything that a load writes beside the values is written here for all of them.
create or replace temp table repeats as
with numbered as (
    select
        range as number,
        range % $loaded as twin,
        date '2027-01-01' + (range // 3)::integer as day,
        ['month', 'quarter', 'year'][(range % 3 + 1)::integer] as period_type
    from range($loaded, $cutoffs)
),

dated as (
    select *, date_trunc(period_type, day)::date as period_start from numbered
)

select
    d.*,
    s.snapshot_key as twin_key,
    (d.number + 1)::uinteger as snapshot_key,
    (d.number - d.twin) * (select count(*) from core.cohorts where snapshot_key = 1) as cohort_shift,
    (d.day + time '16:00')::timestamp at time zone 'Asia/Ho_Chi_Minh' as cutoff_at
from dated as d
inner join core.snapshots as s on s.snapshot_key = d.twin + 1;

insert into core.snapshots by name
select s.* replace (
    r.snapshot_key as snapshot_key,
    'portal.VN.' || r.period_type || '.' || r.number as snapshot_id,
    r.period_type as period_type,
    r.period_start as period_start,
    (r.period_start + ('1 ' || r.period_type)::interval - interval 1 day)::date as period_end,
    r.cutoff_at as cutoff_at,
    r.cutoff_at + interval 9 minute as observed_at,
    sha256('bench ' || r.number) as sha256,
    [sha256('bench ' || r.number)] as record_ids,
    md5('bench ' || r.number) as content_key
)
from core.snapshots as s
inner join repeats as r on r.twin_key = s.snapshot_key
order by r.snapshot_key;

insert into core.snapshot_levels by name
select t.* replace (r.snapshot_key as snapshot_key)
from core.snapshot_levels as t
inner join repeats as r on r.twin_key = t.snapshot_key
order by r.snapshot_key;

insert into core.overview_bases by name
select t.* replace (r.snapshot_key as snapshot_key)
from core.overview_bases as t
inner join repeats as r on r.twin_key = t.snapshot_key
order by r.snapshot_key;

insert into core.snapshot_units by name
select t.* replace (r.snapshot_key as snapshot_key)
from core.snapshot_units as t
inner join repeats as r on r.twin_key = t.snapshot_key
order by r.snapshot_key, t.unit_key;

insert into core.cohorts by name
select t.* replace (r.snapshot_key as snapshot_key, t.cohort_key + r.cohort_shift as cohort_key)
from core.cohorts as t
inner join repeats as r on r.twin_key = t.snapshot_key
order by cohort_key;

insert into core.loads by name
select t.* replace (
    r.snapshot_key as snapshot_key,
    r.snapshot_key as load_key,
    [sha256('bench ' || r.number)] as record_ids
)
from core.loads as t
inner join repeats as r on r.twin_key = t.snapshot_key
order by r.snapshot_key;

insert into core.snapshot_pairs by name
select n.* from core.snapshot_neighbours as n
anti join core.snapshot_pairs as p on p.snapshot_key = n.snapshot_key and p.level = n.level;

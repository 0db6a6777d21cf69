-- An older cutoff that arrives late, or a correction, is now "the one before" of later snapshots that were
-- already there (the variable `folding` names them): what those keep beside their values is written anew. The first
-- and last key of them, and of the ones before them, are constants, so that every block of another is skipped.
create or replace temp table successors as
select c.snapshot_key, c.level, c.previous_key
from changed_pairs as c
where list_contains(getvariable('folding'), c.snapshot_key);

create or replace temp table successor_values as
with was as (
    select * from core.observations
    where snapshot_key between getvariable('before_first') and getvariable('before_last')
)

select
    o.rowid as row_number,
    was.score,
    was.max_score,
    was.rate_pct,
    was.rank,
    coalesce(c.members_hash = was_c.members_hash and c.ranked_count = was_c.ranked_count, false) as is_same_cohort,
    moved.unit_key is not null as is_reorganised,
    lacks.unit_key is not null or lacked.unit_key is not null as lacks_group
from successors as s
inner join core.observations as o on o.snapshot_key = s.snapshot_key and o.level = s.level
inner join core.cohorts as c on c.cohort_key = o.cohort_key
left join was
    on was.snapshot_key = s.previous_key and was.indicator_key = o.indicator_key and was.unit_key = o.unit_key
left join core.cohorts as was_c on was_c.cohort_key = was.cohort_key
left join reorganised_units as moved
    on moved.snapshot_key = s.snapshot_key and moved.level = s.level and moved.unit_key = o.unit_key
left join core.incomplete_totals as lacks
    on
        lacks.snapshot_key = s.snapshot_key
        and lacks.indicator_key = o.indicator_key
        and lacks.unit_key = o.unit_key
left join core.incomplete_totals as lacked
    on
        lacked.snapshot_key = s.previous_key
        and lacked.indicator_key = o.indicator_key
        and lacked.unit_key = o.unit_key
where o.snapshot_key between getvariable('folding_first') and getvariable('folding_last');

update core.observations as o
set
    previous_score = v.score,
    previous_max_score = v.max_score,
    previous_rate_pct = v.rate_pct,
    previous_rank = v.rank,
    is_same_cohort = v.is_same_cohort,
    is_reorganised = v.is_reorganised,
    lacks_group = v.lacks_group
from successor_values as v
where
    o.rowid = v.row_number
    and o.snapshot_key between getvariable('folding_first') and getvariable('folding_last');

delete from core.proven_snapshots using successors where proven_snapshots.snapshot_key = successors.snapshot_key;

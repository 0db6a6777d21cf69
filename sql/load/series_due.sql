-- The snapshots whose values core.series has to take in, oldest first: mostly the one just loaded. Where it is
-- late, corrects another or was there before, all of its period are taken in anew. One that mixes two
-- refreshes says nothing of a series.
create or replace temp table is_late as
select count(*) > 0 as is_late
from core.series as w
inner join loading as l
    on
        l.source = w.source
        and l.scope_key = w.scope_key
        and l.period_type = w.period_type
        and l.period_start = w.period_start
where w.cutoff_at >= l.cutoff_at and not l.is_mixed_refresh;

delete from core.series using loading as l, is_late
where
    is_late.is_late
    and series.source = l.source
    and series.scope_key = l.scope_key
    and series.period_type = l.period_type
    and series.period_start = l.period_start;

select s.snapshot_key
from core.snapshots as s
inner join loading as l
    on
        l.source = s.source
        and l.scope_key = s.scope_key
        and l.period_type = s.period_type
        and l.period_start = s.period_start
cross join is_late
where
    not s.is_mixed_refresh
    and not l.is_mixed_refresh
    and (is_late.is_late or s.snapshot_key = l.snapshot_key)
    and s.snapshot_key in (select p.snapshot_key from core.snapshot_pairs as p)
order by s.cutoff_at, s.snapshot_key;

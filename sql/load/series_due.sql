-- The snapshots whose values core.series has to take in, oldest first: mostly those just loaded. Where one is
-- late, corrects another or was there before, all of its period are taken in anew, one after another (is_late).
-- One that mixes two refreshes says nothing of a series; one that was taken in and turns out to mix them is taken out.
create or replace temp table late_series as
select distinct l.source, l.scope_key, l.period_type, l.period_start
from loading as l
inner join core.series as w
    on
        w.source = l.source
        and w.scope_key = l.scope_key
        and w.period_type = l.period_type
        and w.period_start = l.period_start
where w.snapshot_key = l.snapshot_key or (w.cutoff_at >= l.cutoff_at and not l.is_mixed_refresh);

delete from core.series using late_series as l
where
    series.source = l.source
    and series.scope_key = l.scope_key
    and series.period_type = l.period_type
    and series.period_start = l.period_start;

select
    s.snapshot_key,
    late.source is not null as is_late
from core.snapshots as s
inner join loading as l
    on
        l.source = s.source
        and l.scope_key = s.scope_key
        and l.period_type = s.period_type
        and l.period_start = s.period_start
left join late_series as late
    on
        late.source = l.source
        and late.scope_key = l.scope_key
        and late.period_type = l.period_type
        and late.period_start = l.period_start
where
    not s.is_mixed_refresh
    and (late.source is not null or s.snapshot_key = l.snapshot_key)
    and s.snapshot_key in (select p.snapshot_key from core.snapshot_pairs as p)
order by s.cutoff_at, s.snapshot_key;

-- vi: Phiên bản: các lần công bố cho cùng một thời điểm chốt.
-- Versions of what was published for the same source, scope, period, cutoff and level: version 1 is
-- the one that counts. A letter that corrects another is newer; a clean capture beats a mixed one.
create or replace view core.snapshot_versions as
select
    s.snapshot_key,
    l.level,
    s.source,
    s.scope_key,
    s.period_type,
    s.period_start,
    s.cutoff_at,
    s.methodology_id,
    s.is_mixed_refresh,
    row_number() over (
        partition by s.source, s.scope_key, s.period_type, s.period_start, s.cutoff_at, l.level
        order by s.is_mixed_refresh asc, s.document_date desc nulls last, s.observed_at desc, s.snapshot_key desc
    ) as version_rank
from core.snapshots as s
inner join core.snapshot_levels as l on l.snapshot_key = s.snapshot_key;

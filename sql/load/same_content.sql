-- Another snapshot of the same source, scope, period and cutoff that says exactly the same: the same
-- letter in another format, the same answer landed twice. Such a reading is not loaded again.
create or replace temp table same_as as
select
    f.reading_no,
    min(s.snapshot_key) as snapshot_key
from core.snapshots as s
inner join core.units as scope on scope.unit_key = s.scope_key
inner join staged_facts as f
    on
        f.source = s.source
        and f.scope_unit_id = scope.unit_id
        and f.period_type = s.period_type
        and f.period_start = s.period_start
        and f.cutoff_at = s.cutoff_at
        and f.content_key = s.content_key
where not list_has_any(s.record_ids, f.record_ids)
group by f.reading_no;

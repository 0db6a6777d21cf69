-- vi: Điều đã biết: chuỗi các kỳ chụp lần lượt là bản mới nhất được biết của một kỳ.
-- What was believed, snapshot after snapshot: in the order of receipt, each one that spoke for an
-- instant no earlier than all received before it. An old letter that arrives late changes no belief, nor does
-- one whose correction, signed later, was received first.
create or replace view core.beliefs as
with arrivals as (
    select
        v.*,
        s.scope_unit_id,
        s.observed_at,
        s.document_date,
        max(v.cutoff_at) over (
            partition by v.source, v.scope_key, v.level, v.period_type, v.period_start
            order by s.observed_at, v.cutoff_at, v.snapshot_key
        ) as newest_cutoff_at,
        max(s.document_date) over (
            partition by v.source, v.scope_key, v.level, v.period_type, v.period_start, v.cutoff_at
            order by s.observed_at, v.snapshot_key
        ) as newest_document_date
    from core.snapshot_versions as v
    inner join core.snapshots as s on s.snapshot_key = v.snapshot_key
    where not v.is_mixed_refresh
)

select
    snapshot_key,
    level,
    source,
    scope_unit_id,
    period_type,
    period_start,
    cutoff_at,
    observed_at
from arrivals
where cutoff_at = newest_cutoff_at and document_date is not distinct from newest_document_date;

-- The snapshots' own rows.
insert into core.snapshots by name
select
    l.snapshot_key,
    l.snapshot_id,
    l.source,
    l.scope_key,
    l.scope_unit_id,
    l.period_type,
    l.period_start,
    l.period_end,
    l.cutoff_at,
    l.observed_after,
    l.observed_at,
    case
        when l.source = 'letter' then 'official'
        when coalesce(l.observed_after, l.observed_at) >= l.period_closes_at then 'closed'
        else 'provisional'
    end as maturity,
    coalesce(
        l.methodology_id,
        error('no methodology of source ' || l.source || ' covers the cutoff ' || l.cutoff_at)
    ) as methodology_id,
    l.is_mixed_refresh,
    l.document_number,
    l.document_date,
    l.document_subject,
    l.sha256,
    l.record_ids,
    l.content_key
from loading as l;

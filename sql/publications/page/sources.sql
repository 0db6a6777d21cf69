-- Where figures come from: every set of values with its document, times and hash, newest first.
select
    s.snapshot_id,
    s.source,
    s.scope_unit_id,
    u.name as scope_name,
    s.period_type,
    s.period_start,
    s.period_end,
    s.cutoff_at,
    s.observed_after,
    s.observed_at,
    s.maturity,
    s.is_superseded,
    s.is_mixed_refresh,
    s.is_demo,
    s.document_number,
    s.document_date,
    s.document_subject,
    s.sha256,
    m.what_changed_vi as methodology_vi,
    m.what_changed_en as methodology_en
from snapshots as s
inner join units as u on u.unit_id = s.scope_unit_id
left join methodologies as m on m.methodology_id = s.methodology_id
order by s.cutoff_at desc, s.observed_at desc, s.snapshot_id;

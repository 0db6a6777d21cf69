-- vi: Kỳ chụp: mỗi dòng là một bộ số liệu của một nguồn tại một thời điểm chốt.
-- Snapshots: one set of observations of one source at one cutoff, with its document and its bytes.
-- key: snapshot_id
-- required: source, scope_unit_id, cutoff_at, observed_at, maturity, methodology_id, sha256
-- within: period_start ..period_end, observed_after ..observed_at
create or replace view main.snapshots as
select
    s.snapshot_id,
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    s.period_end,
    s.cutoff_at,
    s.observed_after,
    s.observed_at,
    case when s.observed_after is null then 'exact' else 'bounds' end as observed_precision,
    s.maturity,
    s.methodology_id,
    s.is_mixed_refresh,
    s.snapshot_key in (select n.snapshot_key from core.reading_notes as n where n.rule = 'demo_answer') as is_demo,
    not exists (
        select 1 from core.snapshot_versions as v where v.snapshot_key = s.snapshot_key and v.version_rank = 1
    ) as is_superseded,
    s.document_number,
    s.document_date,
    s.document_subject,
    s.sha256,
    s.record_ids
from core.snapshots as s;

-- What the snapshots behind an edition say of themselves: document, maturity, and how exactly the
-- instant of capture is known.
select
    max(s.document_number) as document_number,
    max(s.document_date) as document_date,
    max(s.observed_after) as observed_after,
    max(s.observed_at) as observed_at,
    bool_or(s.maturity = 'provisional') as is_provisional,
    bool_or(s.is_demo) as is_demo,
    string_agg(s.sha256, ', ' order by s.snapshot_id) as hashes  -- noqa: PRS
from snapshots as s
where list_contains($snapshot_ids, s.snapshot_id);

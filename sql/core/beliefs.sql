-- vi: Bản được biết: mọi kỳ chụp theo thứ tự nhận, cùng cái quyết định bản nào mới hơn.
-- What there was to believe: every snapshot that does not mix two refreshes, with when it was received and what
-- makes one newer than another, its cutoff and the date of its document. Which value is believed is decided value
-- by value (main.observation_history): a snapshot may be silent about a unit that an older one speaks of.
create or replace view core.beliefs as
select
    v.snapshot_key,
    v.level,
    v.source,
    s.scope_unit_id,
    v.period_type,
    v.period_start,
    v.cutoff_at,
    s.observed_at,
    coalesce(s.document_date, '0001-01-01'::date) as document_date
from core.snapshot_versions as v
inner join core.snapshots as s on s.snapshot_key = v.snapshot_key
where not v.is_mixed_refresh;

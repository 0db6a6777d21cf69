-- vi: Điều bộ đọc thấy bất thường trong tài liệu hoặc câu trả lời.
-- What a reader saw in a document or an answer that a person should look at. A snapshot that mixes two
-- refreshes is told of only while no clean one of the same cutoff has taken its place. The evidence is the place
-- in the document, or what was read of it.
create or replace view rules.reading_note as
select
    n.rule,
    n.severity,
    n.unit_key,
    n.indicator_key,
    n.snapshot_key,
    n.text_vi,
    n.text_en,
    coalesce(nullif(n.place, ''), 'from observations where snapshot_id = ''' || s.snapshot_id || '''') as evidence
from core.reading_notes as n
inner join core.snapshots as s on s.snapshot_key = n.snapshot_key
where
    n.rule <> 'mixed_refresh'
    or exists (
        select 1 from core.snapshot_versions as v where v.snapshot_key = n.snapshot_key and v.version_rank = 1
    );

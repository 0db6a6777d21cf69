-- vi: Tệp này: dựng lúc nào, bằng phiên bản nào, thời điểm chốt mới nhất.
-- This file: when it was built, by which version, and the newest cutoff in it.
-- key: build_id
-- required: built_at, code_version
create or replace view main.published as
select
    b.built_at,
    b.code_version,
    b.build_id,
    b.observation_count,
    (select max(s.cutoff_at) from core.snapshots as s) as newest_cutoff_at,
    (select count(*) from core.snapshots) as snapshot_count,
    (select count(distinct n.snapshot_key) from core.reading_notes as n where n.rule = 'demo_answer') as demo_count
from core.build as b;

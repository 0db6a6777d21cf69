-- What the page says of itself: when the file was built and how far it reaches.
select
    p.built_at,
    p.build_id,
    p.code_version,
    p.newest_cutoff_at,
    p.snapshot_count,
    p.demo_count,
    p.observation_count
from published as p;

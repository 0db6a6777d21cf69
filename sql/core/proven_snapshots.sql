-- vi: Kỳ chụp đã qua mọi kiểm tra.
-- Snapshots on which every data check passed, and the version of the checks that looked. A snapshot that
-- is loaded again, or whose predecessor changes, has to pass again.
create table if not exists core.proven_snapshots (
    snapshot_key uinteger not null,
    views_version varchar not null
);

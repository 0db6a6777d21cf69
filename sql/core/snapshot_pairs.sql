-- vi: Cặp kỳ chụp: kỳ đang có hiệu lực cạnh kỳ liền trước.
-- Each snapshot in force beside the one before it, and why the two must not be compared. Kept at load
-- from core.snapshot_neighbours: a view over all snapshots would be asked anew by every trend. The one
-- before is named here, so that no trend has to look it up by an outer join, which no filter passes.
create table if not exists core.snapshot_pairs (
    snapshot_key uinteger not null,
    level varchar not null,
    previous_key uinteger,
    previous_id varchar,
    previous_cutoff_at timestamptz,
    break_reason varchar
);

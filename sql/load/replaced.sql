-- A snapshot that is loaded again: its rows make room for the new ones, under the same id and key.
delete from core.observations using loading where observations.snapshot_key = loading.snapshot_key;
delete from core.cohorts using loading where cohorts.snapshot_key = loading.snapshot_key;
delete from core.snapshot_levels using loading where snapshot_levels.snapshot_key = loading.snapshot_key;
delete from core.overview_bases using loading where overview_bases.snapshot_key = loading.snapshot_key;
delete from core.absent_groups using loading where absent_groups.snapshot_key = loading.snapshot_key;
delete from core.snapshot_units using loading where snapshot_units.snapshot_key = loading.snapshot_key;
delete from core.group_sums using loading where group_sums.snapshot_key = loading.snapshot_key;
delete from core.incomplete_totals using loading where incomplete_totals.snapshot_key = loading.snapshot_key;
delete from core.proven_snapshots using loading where proven_snapshots.snapshot_key = loading.snapshot_key;
delete from core.reading_notes using loading where reading_notes.snapshot_key = loading.snapshot_key;
delete from core.snapshots using loading where snapshots.snapshot_key = loading.snapshot_key;

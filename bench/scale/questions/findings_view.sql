-- What a person should look at, at the newest cutoff.
select * from main.findings where cutoff_at = (select max(cutoff_at) from main.snapshots);

-- Which sums and sources disagree at the newest cutoff.
select * from main.reconciliation
where not agrees and cutoff_at = (select max(cutoff_at) from main.snapshots);

-- Do the sums and the sources agree at the newest cutoff?
select
    kind,
    count(*) as compared,
    count(*) filter (where not agrees) as differing,
    max(abs(difference)) as widest
from main.reconciliation
where cutoff_at = getvariable('newest_cutoff_at')
group by kind;

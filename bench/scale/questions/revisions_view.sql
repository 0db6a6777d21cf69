-- What was said of one province's month before, and is said no longer.
select * from main.revisions where unit_id = 'H50' and period_type = 'month' and period_start = getvariable('newest_month');

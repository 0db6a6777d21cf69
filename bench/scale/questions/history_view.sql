-- What was believed of one province's month, version by version.
select * from main.observation_history
where unit_id = 'H50' and period_type = 'month' and period_start = getvariable('newest_month');

-- A province at the newest cutoff.
select * from main.province_scorecard where unit_id = 'H50';

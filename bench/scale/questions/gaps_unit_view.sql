-- Where one province leaves points, in every period.
select * from main.point_gaps where unit_id = 'H50';

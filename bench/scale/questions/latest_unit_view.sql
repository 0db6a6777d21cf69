-- Everything known last of one province.
select * from main.latest where unit_id = 'H50';

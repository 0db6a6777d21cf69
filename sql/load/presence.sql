-- What of the snapshot is there and what is not: its units, the groups it leaves out, and totals that
-- are not the sum of their groups.
insert into core.snapshot_units by name
select distinct loading.snapshot_key, v.unit_key
from staged_values as v
inner join loading on loading.reading_no = v.reading_no
order by loading.snapshot_key, v.unit_key;

insert into core.absent_groups by name
select loading.snapshot_key, scored.unit_key, g.indicator_key
from (select distinct reading_no, unit_key from staged_values where indicator_kind = 'group') as scored
inner join loading on loading.reading_no = scored.reading_no
inner join core.indicators as g on g.kind = 'group'
anti join staged_values as v
    on
        v.reading_no = scored.reading_no
        and v.unit_key = scored.unit_key
        and v.indicator_key = g.indicator_key
        and v.value is not null
order by loading.snapshot_key, scored.unit_key, g.indicator_key;

insert into core.group_sums by name
with sums as (
    select
        reading_no,
        unit_key,
        any_value(indicator_key) filter (where indicator_kind = 'total') as indicator_key,
        max(score) filter (where indicator_kind = 'total') as total,
        sum(score) filter (where indicator_kind = 'group') as group_sum
    from staged_values
    group by reading_no, unit_key
    having count(score) filter (where indicator_kind = 'group') = 6
)

select loading.snapshot_key, s.* exclude (reading_no)
from sums as s
inner join loading on loading.reading_no = s.reading_no
where abs(s.group_sum - s.total) > 0.02;

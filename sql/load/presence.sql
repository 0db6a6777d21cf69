-- What of the snapshot is there and what is not: its units, the groups it leaves out, and totals that
-- are not the sum of their groups.
insert into core.snapshot_units by name
select distinct loading.snapshot_key, v.unit_key
from staged_values as v
cross join loading
order by v.unit_key;

insert into core.absent_groups by name
select loading.snapshot_key, scored.unit_key, g.indicator_key
from (select distinct unit_key from staged_values where indicator_kind = 'group') as scored
inner join core.indicators as g on g.kind = 'group'
anti join staged_values as v
    on v.unit_key = scored.unit_key and v.indicator_key = g.indicator_key and v.value is not null
cross join loading
order by scored.unit_key, g.indicator_key;

insert into core.group_sums by name
with sums as (
    select
        unit_key,
        any_value(indicator_key) filter (where indicator_kind = 'total') as indicator_key,
        max(score) filter (where indicator_kind = 'total') as total,
        sum(score) filter (where indicator_kind = 'group') as group_sum
    from staged_values
    group by unit_key
    having count(score) filter (where indicator_kind = 'group') = 6
)

select loading.snapshot_key, s.*
from sums as s
cross join loading
where abs(s.group_sum - s.total) > 0.02;

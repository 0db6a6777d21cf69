-- The jumps of the snapshots that the variable `folding` names: they are new, or another one now stands before them.
-- What is no longer in force has none.
delete from core.jumps
where
    list_contains(getvariable('folding'), snapshot_key)
    or not exists (
        select 1 from core.snapshot_pairs as p where p.snapshot_key = jumps.snapshot_key and p.level = jumps.level
    );

insert into core.jumps by name
with moved as (
    select
        c.snapshot_key,
        c.level,
        c.unit_key,
        c.indicator_key,
        c.previous_value,
        c.value,
        c.value - c.previous_value as delta,
        count(*) filter (where abs(c.value - c.previous_value) >= 0.5) over (
            partition by c.snapshot_key, c.unit_key
        ) as moving_count
    from core.comparisons as c
    inner join core.indicators as i on i.indicator_key = c.indicator_key and i.kind = 'group'
    where
        c.snapshot_key between getvariable('folding_first') and getvariable('folding_last')
        and list_contains(getvariable('folding'), c.snapshot_key)
        and c.is_score and c.break_reason is null
)

select *
from moved
where abs(delta) >= 1.5
order by snapshot_key, unit_key, indicator_key;

-- vi: Phần của từng chỉ số trong thay đổi của chỉ số cha.
-- Each group's part in the change of the total, each component's in the change of its group. Every change
-- plays two roles: a part in its parent's family, and the whole of its own. What the parts leave over is
-- the whole's own row, the remainder; so the rows of a family add up to its change exactly, in decimals.
-- One pass, a family a row, its parts a list: a question about one cutoff or unit reads nothing else.
create or replace view core.indicator_parts as
with roles as (
    select
        c.*,
        r.is_whole,
        case when r.is_whole then c.indicator_key else c.whole_key end as family_key
    from core.changes as c
    cross join (values (true), (false)) as r (is_whole)
),

families as (
    select
        snapshot_key,
        snapshot_id,
        source,
        scope_unit_id,
        period_type,
        period_start,
        cutoff_at,
        unit_key,
        unit_id,
        level,
        family_key,
        max(delta) filter (where is_whole) as delta,
        sum(delta) filter (where not is_whole) as part_sum,
        list(
            {'part_key': indicator_key, 'contribution': delta::decimal(18, 8), 'is_remainder': false}
        ) filter (where not is_whole) as parts
    from roles
    where family_key is not null
    group by all
    having max(delta) filter (where is_whole) is not null and count(*) > 1
)

select
    snapshot_key,
    snapshot_id,
    source,
    scope_unit_id,
    period_type,
    period_start,
    cutoff_at,
    unit_key,
    unit_id,
    family_key as indicator_key,
    level,
    delta,
    unnest(case
        when delta = part_sum then parts
        else list_append(
            parts, {'part_key': null, 'contribution': (delta - part_sum)::decimal(18, 8), 'is_remainder': true}
        )
    end, recursive := true)
from families;

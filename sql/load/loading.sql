-- Which snapshots are loaded, each with its id and key: one that was loaded before has both already.
create or replace temp table loading as
with named as (
    select
        f.*,
        scope.unit_key as scope_key,
        concat_ws(
            '.',
            f.source, f.scope_unit_id, f.period_label,
            strftime(f.cutoff_at at time zone 'UTC', '%Y%m%dT%H%M%SZ'), left(f.record_ids[1], 8)
        ) as snapshot_id
    from staged_facts as f
    inner join core.units as scope on scope.unit_id = f.scope_unit_id
    anti join same_as as same on same.reading_no = f.reading_no
)

select
    n.*,
    m.methodology_id,
    coalesce(
        known.snapshot_key,
        (select coalesce(max(s.snapshot_key), 0) from core.snapshots as s)
        + count(*) filter (where known.snapshot_key is null) over (order by n.reading_no)
    ) as snapshot_key
from named as n
left join core.snapshots as known on known.snapshot_id = n.snapshot_id
left join core.methodologies as m
    on
        m.source = n.source
        and (n.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date
        between coalesce(m.valid_from, '0001-01-01'::date) and coalesce(m.valid_to, '9999-12-31'::date);

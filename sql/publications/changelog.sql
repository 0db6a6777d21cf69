-- What is new in the data, day by day: sets of figures received, with how many of them moved since the
-- cutoff before; corrected documents; closed periods that were rewritten.
with received as (
    select
        (s.observed_at at time zone 'Asia/Ho_Chi_Minh')::date as day,
        1 as section,
        'received' as kind,
        s.source,
        s.scope_unit_id,
        u.name as scope_name,
        s.period_type,
        s.period_start,
        s.cutoff_at,
        s.document_number,
        null::varchar as unit_name,
        null::varchar as indicator_name,
        null::decimal(9, 4) as first_value,
        null::decimal(9, 4) as latest_value,
        (select count(*) from observations as o where o.snapshot_id = s.snapshot_id) as value_count,
        (
            select count(*) from trends_by_cutoff as t where t.snapshot_id = s.snapshot_id and t.delta <> 0
        ) as moved_count
    from snapshots as s
    inner join units as u on u.unit_id = s.scope_unit_id
),

rewritten as (
    select
        (r.changed_at at time zone 'Asia/Ho_Chi_Minh')::date as day,
        2 as section,
        r.kind,
        r.source,
        r.scope_unit_id,
        u.name as scope_name,
        r.period_type,
        r.period_start,
        r.changed_at as cutoff_at,
        null::varchar as document_number,
        r.unit_name,
        i.name_vi as indicator_name,
        r.first_value,
        r.latest_value,
        1 as value_count,
        0 as moved_count
    from revisions as r
    inner join units as u on u.unit_id = r.scope_unit_id
    inner join indicators as i on i.indicator_id = r.indicator_id
    where r.kind <> 'open_period'
)

select * from received
union all by name
select * from rewritten
order by day desc, section, cutoff_at desc, scope_unit_id, unit_name, indicator_name;

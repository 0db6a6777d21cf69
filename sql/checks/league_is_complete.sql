-- Every unit of a snapshot in force that has peers, and a total or a group, stands in the league table, once.
-- relation: main.league_table
with expected as (
    select k.snapshot_id, count(distinct o.unit_key) as expected_count
    from core.observations as o
    inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
    inner join core.units as u on u.unit_key = o.unit_key
    inner join core.snapshot_versions as v
        on v.snapshot_key = o.snapshot_key and v.level = u.level and v.version_rank = 1
    inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind <> 'component'
    inner join core.cohorts as c on c.cohort_key = o.cohort_key and c.unit_count > 1
    where o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by k.snapshot_id
),

held as (
    select t.snapshot_id, count(*) as held_count
    from main.league_table as t
    inner join core.snapshots_to_check as k on k.snapshot_id = t.snapshot_id and k.cutoff_at = t.cutoff_at
    where t.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    group by t.snapshot_id
)

select e.snapshot_id, e.expected_count, coalesce(h.held_count, 0) as held_count
from expected as e
left join held as h on h.snapshot_id = e.snapshot_id
where coalesce(h.held_count, 0) <> e.expected_count;

-- A value is marked as a total that lacks a group, now or before, where one of the two does, and only there.
-- relation: main.trends_by_cutoff
select k.snapshot_id, o.level, o.unit_key, o.indicator_key, o.lacks_group
from core.observations as o
inner join core.snapshots_to_check as k on k.snapshot_key = o.snapshot_key
inner join core.snapshot_pairs as p on p.snapshot_key = o.snapshot_key and p.level = o.level
left join core.incomplete_totals as lacks
    on
        lacks.snapshot_key = o.snapshot_key
        and lacks.indicator_key = o.indicator_key
        and lacks.unit_key = o.unit_key
left join core.incomplete_totals as lacked
    on
        lacked.snapshot_key = p.previous_key
        and lacked.indicator_key = o.indicator_key
        and lacked.unit_key = o.unit_key
where
    o.cutoff_at >= coalesce(getvariable('checks_from'), '-infinity'::timestamptz)
    and o.lacks_group <> (lacks.unit_key is not null or lacked.unit_key is not null);

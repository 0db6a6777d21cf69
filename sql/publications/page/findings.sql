-- What a person should look at, with the unit or else the scope it belongs to.
select
    coalesce(f.unit_id, s.scope_unit_id, 'VN') as about_unit_id,
    s.scope_unit_id,
    f.unit_name,
    f.rule,
    f.severity,
    f.indicator_id,
    f.cutoff_at,
    f.snapshot_id,
    f.text_vi,
    f.text_en
from findings as f
left join snapshots as s on s.snapshot_id = f.snapshot_id
order by f.severity = 'info', f.cutoff_at desc nulls last, f.rule;

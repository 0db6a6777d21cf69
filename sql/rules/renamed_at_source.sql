-- vi: Nguồn đổi cách viết tên đơn vị; mã không đổi, chuỗi số liệu vẫn là một.
-- The source changed how it spells a unit's name; the code stays and so does the series. Capitals alone are no
-- change, nor are two spellings that are in use side by side.
create or replace view rules.renamed_at_source as
with spellings as (
    select
        n.unit_key,
        any_value(n.name order by n.first_seen, n.name) as name,
        min(n.first_seen) as first_seen,
        max(n.last_seen) as last_seen
    from core.unit_names as n
    inner join core.units as u on u.unit_key = n.unit_key and u.level <> 'country'
    where n.first_seen is not null
    group by n.unit_key, lower(nfc_normalize(n.name))
),

changes as (
    select
        *,
        lag(name) over series as name_before,
        lag(last_seen) over series as last_seen_before
    from spellings
    window series as (partition by unit_key order by first_seen, name)
)

select
    'renamed_at_source' as rule,
    'info' as severity,
    c.unit_key,
    null::utinyint as indicator_key,
    (select arg_min(s.snapshot_key, s.snapshot_key) from core.snapshots as s where s.cutoff_at = c.first_seen)
        as snapshot_key,
    'Tên tại nguồn đổi từ "' || c.name_before || '" sang "' || c.name || '"; mã không đổi.' as text_vi,
    'The source''s spelling went from "' || c.name_before || '" to "' || c.name || '"; the code stays.' as text_en,
    'from unit_names where first_seen is not null and unit_id = ''' || u.unit_id || '''' as evidence
from changes as c
inner join core.units as u on u.unit_key = c.unit_key
where c.last_seen_before < c.first_seen;

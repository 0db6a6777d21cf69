-- vi: Đơn vị được sắp xếp lại giữa hai kỳ chụp liền nhau.
-- Units that were reorganised between a snapshot and the one before it: what they scored then and
-- what they score now belong to different bodies. Kept beside each value (is_reorganised), load by load.
create or replace view core.reorganisations as
with dated as (
    select old_key as unit_key, effective_date from core.unit_lineage where effective_date is not null
    union
    select new_key as unit_key, effective_date from core.unit_lineage where effective_date is not null
)

select distinct p.snapshot_key, p.level, d.unit_key
from core.snapshot_pairs as p
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.snapshots as before on before.snapshot_key = p.previous_key
inner join dated as d
    on
        d.effective_date > (before.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date
        and d.effective_date <= (s.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date;

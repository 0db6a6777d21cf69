-- What a person should look at before these figures are used: findings on the province at this cutoff.
select distinct f.text_vi
from findings as f
where
    f.unit_id = $province
    and f.severity in ('warning', 'error')
    and list_contains($snapshot_ids, f.snapshot_id)
order by f.text_vi
limit 2;

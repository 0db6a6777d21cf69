-- A derived district is told only where all its communes are, and its rate is the sum of their cases.
-- scope: whole
-- relation: main.derived_districts
with summed as (
    select
        d.snapshot_id, d.unit_id, d.indicator_id, d.is_complete, d.mean_score, d.weighted_rate_pct, d.denominator,
        sum(o.numerator) * 100 / nullif(sum(o.denominator), 0) as expected_pct,
        count(o.unit_id) as commune_count
    from main.derived_districts as d
    left join main.unit_lineage as l on l.old_unit_id = d.unit_id and l.kind in ('split', 'ended', 'merged')
    left join main.unit_lineage as coded on coded.old_unit_id = l.new_unit_id and coded.kind = 'same_name'
    left join main.observations as o
        on
            o.snapshot_id = d.snapshot_id
            and o.indicator_id = d.indicator_id
            and o.unit_id in (l.new_unit_id, coded.new_unit_id)
    group by all
)

select *
from summed
where
    (not is_complete and (mean_score is not null or weighted_rate_pct is not null or denominator is not null))
    or abs(weighted_rate_pct - expected_pct) > 0.0001;

-- vi: Huyện cũ tính lại từ các xã: suy ra, không phải số công bố; không nối với số của huyện trước 07/2025.
-- An old district as the group of its communes of today: derived, never published, and not the successor
-- of the district's own series. weighted_rate_pct weighs each commune by its cases (sum of numerators over
-- sum of denominators); mean_score is the plain mean. Both are null unless every commune of the district
-- is published and none is shared with another district.
-- key: snapshot_id, unit_id, indicator_id
-- within: weighted_rate_pct 0..100, mean_score 0..100, published_count 1..commune_count
create or replace view main.derived_districts as
with members as (
    select
        p.snapshot_key,
        p.source,
        p.scope_key,
        p.period_type,
        p.period_start,
        p.cutoff_at,
        d.district_key,
        d.commune_count,
        d.is_shared,
        o.indicator_key,
        o.score,
        o.numerator,
        o.denominator
    from core.district_communes as d
    inner join core.series as o on o.unit_key = d.commune_key
    inner join core.period_states as p on p.snapshot_key = o.snapshot_key and p.level = o.level and p.level = 'commune'
),

districts as (
    select
        snapshot_key, source, scope_key, period_type, period_start, cutoff_at, district_key, indicator_key,
        commune_count,
        count(*) as published_count,
        count(*) filter (where is_shared) as shared_count,
        count(*) = commune_count and not bool_or(is_shared) as is_complete,
        count(score) as score_count,
        avg(score)::decimal(9, 4) as mean_score,
        count(*) filter (where numerator is not null and denominator is not null) as count_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from members
    group by
        snapshot_key, source, scope_key, period_type, period_start, cutoff_at, district_key, indicator_key, commune_count
)

select
    u.unit_id,
    u.name as unit_name,
    i.indicator_id,
    d.source,
    s.scope_unit_id,
    d.period_type,
    d.period_start,
    d.cutoff_at,
    d.commune_count,
    d.published_count,
    d.shared_count,
    d.is_complete,
    case when d.is_complete and d.score_count = d.commune_count then d.mean_score end as mean_score,
    case when d.is_complete and d.count_count = d.commune_count then d.numerator end as numerator,
    case when d.is_complete and d.count_count = d.commune_count then d.denominator end as denominator,
    case
        when d.is_complete and d.count_count = d.commune_count and d.denominator > 0
            then (d.numerator * 100 / d.denominator)::decimal(9, 4)
    end as weighted_rate_pct,
    true as is_derived,
    s.snapshot_id
from districts as d
inner join core.snapshots as s on s.snapshot_key = d.snapshot_key
inner join core.units as u on u.unit_key = d.district_key
inner join core.indicators as i on i.indicator_key = d.indicator_key;

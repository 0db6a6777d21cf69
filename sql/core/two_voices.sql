-- vi: Hai nguồn cùng nói về một giá trị: văn bản cạnh cổng, bản cả nước cạnh bản của riêng tỉnh.
-- Two snapshots that speak of the same unit, indicator and period on the same day: a letter beside a
-- portal, or the portal's national answer beside the province's own (the wider scope is the second). A letter
-- calls an agency by the list's id, the portal by its code (core.same_bodies).
create or replace view core.two_voices as
with in_force as (
    select
        v.*,
        (v.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date as cutoff_date
    from core.snapshot_versions as v
    where v.version_rank = 1
),

pairs as (
    select
        a.snapshot_key,
        b.snapshot_key as other_key,
        b.cutoff_at as other_cutoff_at,
        a.level,
        case when a.source = b.source then 'province_vs_nation' else 'letter_vs_portal' end as kind
    from in_force as a
    inner join core.units as scope on scope.unit_key = a.scope_key
    inner join in_force as b
        on
            b.level = a.level
            and b.period_type = a.period_type
            and b.period_start = a.period_start
            and b.cutoff_date = a.cutoff_date
            and b.scope_key in (a.scope_key, scope.parent_key)
            and (
                (a.source = 'letter' and b.source in ('portal', 'portal_legacy'))
                or (a.source = b.source and b.scope_key = scope.parent_key)
            )
    qualify row_number() over (
        partition by a.snapshot_key, a.level, b.source, b.scope_key
        order by abs(epoch(a.cutoff_at) - epoch(b.cutoff_at)), b.cutoff_at
    ) = 1
)

select
    p.kind,
    p.snapshot_key,
    p.other_key,
    o.cutoff_at,
    o.unit_key,
    o.indicator_key,
    case when o.score is not null and other.score is not null then o.score else o.rate_pct end as value,
    case when o.score is not null and other.score is not null then other.score else other.rate_pct end as other_value
from pairs as p
inner join core.observations as o on o.snapshot_key = p.snapshot_key and o.level = p.level
left join core.same_bodies as coded on coded.listed_key = o.unit_key
inner join core.observations as other
    on
        other.snapshot_key = p.other_key
        and other.cutoff_at = p.other_cutoff_at
        and other.unit_key = coalesce(coded.coded_key, o.unit_key)
        and other.indicator_key = o.indicator_key;

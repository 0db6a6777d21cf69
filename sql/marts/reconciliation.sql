-- vi: Đối soát: hai nguồn, hoặc hai cách cộng, lẽ ra phải khớp nhau; ghi cả hai và chênh lệch.
-- Two sources or two sums that should agree, both shown: parts_vs_whole (groups beside the total, components
-- beside their group), overview_vs_mean (the national line beside the provinces' mean), letter_vs_portal and
-- province_vs_nation (same day and period), recomputed_vs_published (a verified formula on published counts).
-- agrees allows 0.02; an older snapshot on one side explains a difference, so both cutoffs are there.
-- key: kind, snapshot_id, other_snapshot_id, unit_id, indicator_id
-- required: cutoff_at, value, other_value, difference, agrees
create or replace view main.reconciliation as
with pairs as (
    select
        'parts_vs_whole' as kind, cutoff_at, snapshot_key, snapshot_key as other_key, unit_key, indicator_key,
        score as value, part_sum as other_value
    from core.part_sums
    union all by name
    select
        'overview_vs_mean' as kind, o.cutoff_at, b.snapshot_key, b.snapshot_key as other_key, o.unit_key, o.indicator_key,
        b.overview_score as value, b.mean_score as other_value
    from core.overview_bases as b
    inner join core.observations as o on o.snapshot_key = b.snapshot_key
    inner join core.indicators as i on i.indicator_key = o.indicator_key and i.kind = 'total'
    where o.level = 'country'
    union all by name
    select kind, cutoff_at, snapshot_key, other_key, unit_key, indicator_key, value, other_value
    from core.two_voices
    where value is not null and other_value is not null
    union all by name
    select
        'recomputed_vs_published' as kind, cutoff_at, snapshot_key, snapshot_key as other_key, unit_key, indicator_key,
        score as value, recomputed_score as other_value
    from core.recomputed
    where score is not null
    union all by name
    select
        'recomputed_vs_published' as kind, cutoff_at, snapshot_key, snapshot_key as other_key, unit_key, indicator_key,
        score as value, recomputed_score as other_value
    from core.counted_groups
)

select
    p.kind,
    u.unit_id,
    u.name as unit_name,
    u.level,
    i.indicator_id,
    s.source,
    s.scope_unit_id,
    s.period_type,
    s.period_start,
    p.cutoff_at,
    p.value,
    other.source as other_source,
    other.cutoff_at as other_cutoff_at,
    p.other_value,
    p.value - p.other_value as difference,
    abs(p.value - p.other_value) <= 0.02 as agrees,
    s.snapshot_id,
    other.snapshot_id as other_snapshot_id
from pairs as p
inner join core.units as u on u.unit_key = p.unit_key
inner join core.indicators as i on i.indicator_key = p.indicator_key
inner join core.snapshots as s on s.snapshot_key = p.snapshot_key
inner join core.snapshots as other on other.snapshot_key = p.other_key;

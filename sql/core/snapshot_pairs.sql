-- vi: Cặp kỳ chụp: kỳ đang có hiệu lực cạnh kỳ liền trước.
-- Each snapshot in force beside the one before it, level by level: same source, scope and period,
-- earlier cutoff. A corrected snapshot, or one that mixes two refreshes, is never "the one before".
create or replace view core.snapshot_pairs as
with in_force as (
    select * from core.snapshot_versions where version_rank = 1
),

paired as (
    select
        s.snapshot_key,
        s.level,
        s.methodology_id,
        s.is_mixed_refresh,
        max_by(before.snapshot_key, before.cutoff_at) as previous_key,
        max_by(before.methodology_id, before.cutoff_at) as previous_methodology_id
    from in_force as s
    left join in_force as before
        on
            before.source = s.source
            and before.scope_key = s.scope_key
            and before.period_type = s.period_type
            and before.period_start = s.period_start
            and before.level = s.level
            and before.cutoff_at < s.cutoff_at
            and not before.is_mixed_refresh
    group by s.snapshot_key, s.level, s.methodology_id, s.is_mixed_refresh
)

select
    p.snapshot_key,
    p.level,
    p.previous_key,
    case
        when p.is_mixed_refresh then 'mixed_refresh'
        when p.previous_key is null then 'first_observation'
        when p.previous_methodology_id <> p.methodology_id then 'methodology_changed'
        when is_mean.is_mean_of_rows <> was_mean.is_mean_of_rows then 'base_changed'
    end as break_reason
from paired as p
left join core.overview_bases as is_mean on is_mean.snapshot_key = p.snapshot_key and is_mean.level = p.level
left join core.overview_bases as was_mean on was_mean.snapshot_key = p.previous_key and was_mean.level = p.level;

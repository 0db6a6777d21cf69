-- vi: Kỳ chụp liền trước của mỗi kỳ chụp đang có hiệu lực.
-- Each snapshot in force beside the one before it, level by level: same source, scope and period,
-- earlier cutoff. A corrected snapshot, or one that mixes two refreshes, is never "the one before".
-- What this view says is kept in core.snapshot_pairs, load by load.
create or replace view core.snapshot_neighbours as
with in_force as (
    select
        *,
        last_value(case when not is_mixed_refresh then snapshot_key end ignore nulls) over (
            partition by source, scope_key, period_type, period_start, level
            order by cutoff_at
            rows between unbounded preceding and 1 preceding
        ) as previous_key
    from core.snapshot_versions
    where version_rank = 1
)

select
    p.snapshot_key,
    p.level,
    p.previous_key,
    before.snapshot_id as previous_id,
    before.cutoff_at as previous_cutoff_at,
    case
        when p.is_mixed_refresh then 'mixed_refresh'
        when p.previous_key is null then 'first_observation'
        when before.methodology_id <> p.methodology_id then 'methodology_changed'
        when is_mean.is_mean_of_rows <> was_mean.is_mean_of_rows then 'base_changed'
    end as break_reason
from in_force as p
left join core.snapshots as before on before.snapshot_key = p.previous_key
left join core.overview_bases as is_mean on is_mean.snapshot_key = p.snapshot_key and is_mean.level = p.level
left join core.overview_bases as was_mean on was_mean.snapshot_key = p.previous_key and was_mean.level = p.level;

-- vi: Trạng thái cuối của kỳ, tính từ các kỳ chụp: nguồn của core.period_states.
-- What is known last of each period: the newest snapshot in force of each source, scope, level and
-- period that does not mix two refreshes. A period is closed when it was observed after its end; a
-- letter's, when its cutoff reaches the last day. What this view says is kept in core.period_states, load by load.
create or replace view core.period_ends as
select
    v.snapshot_key,
    s.snapshot_id,
    v.level,
    v.source,
    v.scope_key,
    s.scope_unit_id,
    v.period_type,
    v.period_start,
    s.period_end,
    v.cutoff_at,
    v.methodology_id,
    s.maturity,
    s.maturity = 'closed'
    or (
        s.maturity = 'official'
        and (v.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date >= s.period_end
    ) as is_closed
from core.snapshot_versions as v
inner join core.snapshots as s on s.snapshot_key = v.snapshot_key
where v.version_rank = 1 and not v.is_mixed_refresh
qualify row_number() over (
    partition by v.source, v.scope_key, v.level, v.period_type, v.period_start
    order by v.cutoff_at desc
) = 1;

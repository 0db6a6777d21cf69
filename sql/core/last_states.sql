-- vi: Trạng thái mới nhất, tính từ các kỳ chụp: nguồn của core.newest_states.
-- The snapshot that speaks last for each source, scope, level and kind of period; worked out from the
-- snapshots alone. What this view says is kept in core.newest_states, load by load.
create or replace view core.last_states as
select
    snapshot_key,
    snapshot_id,
    level,
    source,
    scope_key,
    scope_unit_id,
    period_type,
    period_start,
    cutoff_at
from core.period_states
qualify row_number() over (
    partition by source, scope_key, level, period_type
    order by period_start desc, cutoff_at desc
) = 1;

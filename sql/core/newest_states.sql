-- vi: Trạng thái mới nhất: kỳ chụp mới nhất của mỗi nguồn, phạm vi, cấp và loại kỳ.
-- The snapshot that speaks last for each source, scope, level and kind of period; worked out from the
-- snapshots alone, so that only its own values are read.
create or replace view core.newest_states as
select
    snapshot_key,
    level,
    source,
    scope_key,
    period_type,
    period_start,
    cutoff_at
from core.period_states
qualify row_number() over (
    partition by source, scope_key, level, period_type
    order by period_start desc, cutoff_at desc
) = 1;

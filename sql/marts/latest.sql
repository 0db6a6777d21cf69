-- vi: Mới nhất: trạng thái mới nhất của mỗi đơn vị, chỉ số, theo từng nguồn, phạm vi và loại kỳ.
-- The newest state of each unit and indicator for each source, scope and kind of period, beside the
-- comparable one before it. A snapshot that mixes two refreshes is never the newest.
-- scope: whole
-- key: source, scope_unit_id, period_type, unit_id, indicator_id
-- within: rank 1..cohort_size, percentile_pct 0..100
create or replace view main.latest as
select t.*
from main.trends_by_cutoff as t
inner join core.newest_states as newest
    on
        newest.snapshot_id = t.snapshot_id
        and newest.cutoff_at = t.cutoff_at -- skips every block of another cutoff
        and newest.level = t.level
where t.break_reason is distinct from 'mixed_refresh';

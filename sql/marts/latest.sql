-- vi: Mới nhất: trạng thái mới nhất của mỗi đơn vị, chỉ số, theo từng nguồn, phạm vi và loại kỳ.
-- The newest state of each unit and indicator for each source, scope and kind of period, beside the
-- comparable one before it. A snapshot that mixes two refreshes is never the newest.
-- key: source, scope_unit_id, period_type, unit_id, indicator_id
-- within: rank 1..cohort_size, percentile_pct 0..100
create or replace view main.latest as
select t.*
from main.trends_by_cutoff as t
where
    t.break_reason is distinct from 'mixed_refresh'
    and exists (
        select 1
        from (
            select
                p.snapshot_key,
                p.level
            from core.period_states as p
            qualify row_number() over (
                partition by p.source, p.scope_key, p.level, p.period_type
                order by p.period_start desc, p.cutoff_at desc
            ) = 1
        ) as newest
        inner join core.snapshots as s on s.snapshot_key = newest.snapshot_key
        where s.snapshot_id = t.snapshot_id and newest.level = t.level
    );

-- vi: Lịch sử giá trị: mỗi dòng một phiên bản của một giá trị, biết từ lúc nào đến lúc nào.
-- Versions of each value of a period, with the span in which it was the newest one known. As of any past
-- instant T: where known_from <= T and (known_to > T or known_to is null). A value that stayed is one row. One that
-- arrives late, for an older cutoff than is known already or from a letter whose correction came first, is none.
-- scope: whole
-- key: unit_id, indicator_id, source, scope_unit_id, period_type, period_start, known_from
-- required: is_current, cutoff_at, snapshot_id
-- within: known_from ..known_to
create or replace view main.observation_history as
with arrivals as (
    select
        b.source,
        b.scope_unit_id,
        b.period_type,
        b.period_start,
        b.cutoff_at,
        b.observed_at,
        b.document_date,
        b.snapshot_key,
        u.unit_id,
        u.name as unit_name,
        o.level,
        i.indicator_id,
        o.score,
        o.max_score,
        o.rate_pct,
        o.numerator,
        o.denominator,
        max(b.cutoff_at) over series as newest_cutoff_at,
        max(b.document_date) over (
            partition by
                u.unit_id, i.indicator_id, b.source, b.scope_unit_id, b.period_type, b.period_start, b.cutoff_at
            order by b.observed_at, b.snapshot_key
        ) as newest_document_date
    from core.beliefs as b
    inner join core.observations as o on o.snapshot_key = b.snapshot_key and o.level = b.level
    inner join core.units as u on u.unit_key = o.unit_key
    inner join core.indicators as i on i.indicator_key = o.indicator_key
    window series as (
        partition by u.unit_id, i.indicator_id, b.source, b.scope_unit_id, b.period_type, b.period_start
        order by b.observed_at, b.cutoff_at, b.snapshot_key
    )
),

versions as (
    select
        *,
        coalesce(
            row(score, max_score, rate_pct, numerator, denominator)
            is distinct from lag(row(score, max_score, rate_pct, numerator, denominator)) over (
                partition by unit_id, indicator_id, source, scope_unit_id, period_type, period_start
                order by observed_at, cutoff_at, snapshot_key
            ),
            true
        ) as is_new
    from arrivals
    where cutoff_at = newest_cutoff_at and document_date = newest_document_date
),

spans as (
    select
        *,
        lead(observed_at) over (
            partition by unit_id, indicator_id, source, scope_unit_id, period_type, period_start
            order by observed_at, cutoff_at, snapshot_key
        ) as known_to
    from versions
    where is_new
)

select
    v.unit_id,
    v.unit_name,
    v.level,
    v.indicator_id,
    v.source,
    v.scope_unit_id,
    v.period_type,
    v.period_start,
    v.observed_at as known_from,
    v.known_to,
    v.known_to is null as is_current,
    v.cutoff_at,
    v.score,
    v.max_score,
    v.rate_pct,
    v.numerator,
    v.denominator,
    s.document_date,
    s.snapshot_id
from spans as v
inner join core.snapshots as s on s.snapshot_key = v.snapshot_key;

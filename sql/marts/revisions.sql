-- vi: Giá trị đã đổi cho cùng một kỳ sau lần công bố đầu: kỳ còn mở, kỳ đã đóng, hay văn bản đính chính.
-- Values that changed for the same period after they were first published. kind tells a period that
-- was still open (it moves by itself), a closed one that was rewritten, and a corrected document. Values of
-- two methodologies, or a score and a rate, are no versions of one another: each has a row of its own. The
-- names stand in every step, so that what is asked of them narrows what is read.
-- scope: whole
-- key: unit_id, indicator_id, source, scope_unit_id, period_type, period_start, methodology_id, value_kind
-- required: kind, first_value, latest_value, changed_at
-- within: change_count 1..version_count
create or replace view main.revisions as
with versions as (
    select
        u.unit_id,
        u.name as unit_name,
        i.indicator_id,
        s.source,
        s.scope_unit_id,
        s.period_type,
        s.period_start,
        o.cutoff_at,
        s.methodology_id,
        s.maturity = 'closed'
        or (s.maturity = 'official' and (s.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date >= s.period_end)
            as is_closed,
        coalesce(o.score, o.rate_pct) as value,
        case when o.score is null then 'rate_pct' else 'score' end as value_kind,
        s.document_date,
        s.observed_at,
        s.snapshot_key
    from core.observations as o
    inner join core.snapshots as s on s.snapshot_key = o.snapshot_key
    inner join core.units as u on u.unit_key = o.unit_key
    inner join core.indicators as i on i.indicator_key = o.indicator_key
    where coalesce(o.score, o.rate_pct) is not null and not s.is_mixed_refresh
),

changes as (
    select
        *,
        row_number() over series as version_number,
        lag(value) over series as value_before,
        lag(cutoff_at) over series as cutoff_before,
        lag(is_closed) over series as was_closed
    from versions
    window series as (
        partition by
            unit_id, indicator_id, source, scope_unit_id, period_type, period_start, methodology_id, value_kind
        order by cutoff_at, document_date nulls first, observed_at, snapshot_key
    )
)

select
    unit_id,
    unit_name,
    indicator_id,
    source,
    scope_unit_id,
    period_type,
    period_start,
    methodology_id,
    value_kind,
    case
        when bool_or(value <> value_before and cutoff_at = cutoff_before) then 'corrected_document'
        when bool_or(value <> value_before and was_closed) then 'closed_period'
        else 'open_period'
    end as kind,
    arg_min(value, version_number) as first_value,
    arg_max(value_before, version_number) filter (where value <> value_before) as previous_value,
    arg_max(value, version_number) as latest_value,
    min(cutoff_at) as first_cutoff_at,
    max(cutoff_at) filter (where value <> value_before) as changed_at,
    max(cutoff_at) as latest_cutoff_at,
    count(*) filter (where value <> value_before) as change_count,
    count(*) as version_count
from changes
group by all
having count(*) filter (where value <> value_before) > 0;

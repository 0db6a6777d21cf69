-- vi: Kỳ liền trước cùng loại và cùng kỳ năm trước của mỗi kỳ.
-- Each period beside the one just before it in the calendar and beside the same one a year earlier. A missing
-- month is not skipped: there is then no earlier period. Where only another source speaks of the earlier period,
-- it is shown and never subtracted. What this view says is kept in core.period_pairs, load by load.
create or replace view core.period_neighbours as
with steps as (
    select
        now.*,
        step.is_previous,
        case
            when not step.is_previous or now.period_type = 'year' then now.period_start - interval 1 year
            when now.period_type = 'half' then now.period_start - interval 6 month
            when now.period_type = 'quarter' then now.period_start - interval 3 month
            else now.period_start - interval 1 month
        end::date as before_start
    from core.period_states as now
    cross join (values (true), (false)) as step (is_previous)
),

judged as (
    select
        n.snapshot_key,
        n.level,
        n.is_previous,
        before.snapshot_key as before_key,
        before.snapshot_id as before_id,
        before.period_start as before_start,
        before.cutoff_at as before_cutoff_at,
        before.maturity as before_maturity,
        case
            when before.snapshot_key is null then 'no_previous_period'
            when before.source <> n.source then 'source_changed'
            when before.methodology_id <> n.methodology_id then 'methodology_changed'
            when is_mean.is_mean_of_rows <> was_mean.is_mean_of_rows then 'base_changed'
        end as break_reason,
        case
            when not n.is_closed then 'period_still_open'
            when not before.is_closed then 'previous_period_not_closed'
        end as provisional_reason
    from steps as n
    left join core.period_states as before
        on
            before.scope_key = n.scope_key
            and before.level = n.level
            and before.period_type = n.period_type
            and before.period_start = n.before_start
    left join core.overview_bases as is_mean on is_mean.snapshot_key = n.snapshot_key and is_mean.level = n.level
    left join core.overview_bases as was_mean
        on was_mean.snapshot_key = before.snapshot_key and was_mean.level = n.level
    qualify row_number() over (
        partition by n.snapshot_key, n.level, n.is_previous
        order by before.source = n.source desc nulls last, before.cutoff_at desc
    ) = 1
)

select
    n.snapshot_key,
    n.snapshot_id,
    n.level,
    n.source,
    n.scope_unit_id,
    n.period_type,
    n.period_start,
    least(n.period_end, (n.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date) as last_date,
    n.maturity,
    n.methodology_id,
    p.before_key as previous_key,
    p.before_id as previous_id,
    p.before_start as previous_start,
    p.before_cutoff_at as previous_cutoff_at,
    p.before_maturity as previous_maturity,
    p.break_reason,
    p.provisional_reason,
    y.before_key as year_key,
    y.before_start as year_start,
    y.break_reason as year_break_reason,
    y.provisional_reason as year_provisional_reason
from core.period_states as n
inner join judged as p on p.snapshot_key = n.snapshot_key and p.level = n.level and p.is_previous
inner join judged as y on y.snapshot_key = n.snapshot_key and y.level = n.level and not y.is_previous;

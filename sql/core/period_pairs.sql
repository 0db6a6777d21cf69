-- vi: Cặp kỳ: mỗi kỳ cạnh kỳ liền trước cùng loại và cạnh cùng kỳ năm trước.
-- Each period beside the one just before it in the calendar and beside the same one a year earlier
-- (step says which). A missing month is not skipped: there is then no earlier period. Where only another
-- source speaks of the earlier period, it is shown and never subtracted.
create or replace view core.period_pairs as
with steps as (
    select
        now.*,
        step.step,
        case
            when step.step = 'last_year' or now.period_type = 'year' then now.period_start - interval 1 year
            when now.period_type = 'half' then now.period_start - interval 6 month
            when now.period_type = 'quarter' then now.period_start - interval 3 month
            else now.period_start - interval 1 month
        end::date as before_start
    from core.period_states as now
    cross join (values ('previous'), ('last_year')) as step (step)
)

select
    n.snapshot_key,
    n.level,
    n.step,
    least(n.period_end, (n.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date) as last_date,
    before.snapshot_key as previous_key,
    before.period_start as previous_start,
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
    partition by n.snapshot_key, n.level, n.step
    order by before.source = n.source desc nulls last, before.cutoff_at desc
) = 1;

-- Every scheduled cutoff: those that runs tell of, those whose snapshots are here though the log is lost,
-- and the days on which nothing asked at all. A cutoff is due once its window of two hours has passed.
delete from core.cutoff_log;

insert into core.cutoff_log by name
with told as (
    select
        r.cutoff_at::timestamptz as cutoff_at,
        r.planned_count::uinteger as planned_count,
        r.started_at::timestamptz as started_at,
        r.finished_at::timestamptz as finished_at,
        r.ending,
        count(m.name)::uinteger as missing_count,
        count(m.name) filter (where m.reason = 'refused')::uinteger as refused_count
    from staged_runs as r
    left join core.missing_answers as m on m.run_id = r.run_id
    where r.kind = 'cutoff'
    group by all
),

received as (
    select
        s.cutoff_at,
        min(s.observed_at) as started_at,
        max(s.observed_at) as finished_at
    from core.snapshots as s
    where
        s.source = 'portal'
        and s.cutoff_at <> s.observed_at
        and strftime(s.cutoff_at at time zone 'Asia/Ho_Chi_Minh', '%H:%M:%S') = '16:00:00'
    group by s.cutoff_at
),

scheduled as (
    select cutoff_at from told
    where strftime(cutoff_at at time zone 'Asia/Ho_Chi_Minh', '%H:%M:%S') = '16:00:00'
    union all
    select cutoff_at from received
),

due as (
    select (days.day + interval 16 hour) at time zone 'Asia/Ho_Chi_Minh' as cutoff_at
    from (
        select unnest(generate_series(
            (select min(cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date::timestamp from scheduled),
            (select now_at::timestamptz at time zone 'Asia/Ho_Chi_Minh' from staged_now)::date::timestamp,
            interval 1 day
        )) as day
    ) as days
),

everything as (
    select coalesce(d.cutoff_at, t.cutoff_at) as cutoff_at, t.* exclude (cutoff_at), r.started_at as received_at
    from due as d
    full outer join told as t on t.cutoff_at = d.cutoff_at
    left join received as r on r.cutoff_at = coalesce(d.cutoff_at, t.cutoff_at)
),

judged as (
    select
        e.*,
        case
            when e.planned_count is null and e.received_at is not null then 'taken'
            when e.planned_count is null then 'missed'
            when e.ending is null and e.cutoff_at + interval 2 hour > n.now_at::timestamptz then 'under_way'
            when e.missing_count = 0 then 'taken'
            when e.missing_count < e.planned_count then 'partial'
            when e.ending = 'stopped' then 'refused'
            else 'missed'
        end as outcome,
        strftime(e.cutoff_at at time zone 'Asia/Ho_Chi_Minh', '%d/%m/%Y %H:%M') as stated
    from everything as e
    cross join staged_now as n
    where e.planned_count is not null or e.received_at is not null
        or e.cutoff_at + interval 2 hour <= n.now_at::timestamptz
)

select
    cutoff_at,
    outcome,
    coalesce(planned_count, 0) as planned_count,
    coalesce(planned_count - missing_count, 0) as answered_count,
    coalesce(refused_count, 0) as refused_count,
    coalesce(started_at, received_at) as started_at,
    finished_at,
    'Mốc chốt ' || stated || ': ' || case outcome
        when 'taken' then 'đã lấy' || case
            when started_at > cutoff_at + interval 5 minute
                then ', muộn ' || date_diff('minute', cutoff_at, started_at) || ' phút'
            else ''
        end || '.'
        when 'under_way' then 'đang lấy.'
        when 'partial' then 'thiếu ' || missing_count || '/' || planned_count || ' trả lời; phần thiếu không lấy bù được.'
        when 'refused' then 'Cổng từ chối; xem chiso766 portal status.'
        else 'đã lỡ; Cổng chỉ cho xem hiện tại nên không lấy bù được.'
    end as text_vi,
    'Cutoff ' || stated || ': ' || case outcome
        when 'taken' then 'taken' || case
            when started_at > cutoff_at + interval 5 minute
                then ', ' || date_diff('minute', cutoff_at, started_at) || ' minutes late'
            else ''
        end || '.'
        when 'under_way' then 'under way.'
        when 'partial' then missing_count || ' of ' || planned_count || ' answers are missing and cannot be made up for.'
        when 'refused' then 'the portal refused; see chiso766 portal status.'
        else 'missed; the portal shows only the present, so it cannot be made up for.'
    end as text_en
from judged;

-- vi: Cùng một chỉ số nhưng hai bảng của văn bản dùng hai thang (33,3 và 100): không được đặt cạnh nhau.
-- One letter shows one rate on two scales: a table whose best units all stop at 33.3 beside one that
-- reaches 100. They are not one quantity (letter 694/VP-NC: one of three components was counted).
create or replace view rules.scales_differ as
with tops as (
    select
        o.snapshot_key,
        o.indicator_key,
        u.level,
        max(o.rate_pct) as top_pct,
        arg_max(o.unit_key, o.rate_pct) as unit_key
    from core.observations as o
    inner join core.units as u on u.unit_key = o.unit_key
    where o.rate_pct is not null and o.score is null
    group by o.snapshot_key, o.indicator_key, u.level
)

select
    'scales_differ' as rule,
    'warning' as severity,
    low.unit_key,
    low.indicator_key,
    low.snapshot_key,
    'Mức cao nhất ở cấp ' || low.level || ' là ' || replace(printf('%.1f', low.top_pct), '.', ',')
    || ', ở cấp ' || high.level || ' là ' || replace(printf('%.1f', high.top_pct), '.', ',')
    || ': hai thang khác nhau, không so sánh giữa hai bảng.' as text_vi,
    'The best at level ' || low.level || ' is ' || printf('%.1f', low.top_pct) || ', at level ' || high.level
    || ' ' || printf('%.1f', high.top_pct) || ': two scales, not to be compared.' as text_en,
    'main.observations' as evidence
from tops as low
inner join tops as high
    on
        high.snapshot_key = low.snapshot_key
        and high.indicator_key = low.indicator_key
        and high.level <> low.level
where low.top_pct between 33.3 and 33.4 and high.top_pct between 99.9 and 100;

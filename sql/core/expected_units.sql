-- vi: Đơn vị lẽ ra có mặt: mỗi đơn vị tồn tại trong khoảng nào, theo danh mục hoặc từ khi nguồn cho thấy.
-- Units that can be expected of a source, and between which days: those of the lists as the lists say; one that
-- only a source showed, from the first time it did, or since its body began. body_key is the same for the two
-- ids of one body (core.same_bodies), so that the one is not missed where the other is there.
create or replace view core.expected_units as
with first_seen as (
    select unit_key, min(first_seen) as first_seen
    from core.unit_names
    group by unit_key
)

select
    u.unit_key,
    coalesce(b.listed_key, u.unit_key) as body_key,
    u.parent_key,
    u.level,
    coalesce(
        u.valid_from,
        case
            when b.listed_key is not null then b.valid_from
            when u.source in ('letter', 'portal', 'portal_legacy', 'provincial_system')
                then (seen.first_seen at time zone 'Asia/Ho_Chi_Minh')::date
        end,
        '0001-01-01'::date
    ) as exists_from,
    coalesce(u.valid_to, '9999-12-31'::date) as exists_to
from core.units as u
left join core.same_bodies as b on b.coded_key = u.unit_key
left join first_seen as seen on seen.unit_key = u.unit_key;

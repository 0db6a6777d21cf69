-- vi: Bước nhảy: nhóm đổi từ 1,5 điểm trở lên giữa hai thời điểm chốt.
-- Jumps: groups whose score moved by 1.5 points or more between two cutoffs, and how many groups of the unit
-- moved by half a point or more with it. Kept at load, so that no finding looks through every value for them.
create table if not exists core.jumps (
    snapshot_key uinteger not null,
    level varchar not null,
    unit_key usmallint not null,
    indicator_key utinyint not null,
    previous_value decimal(9, 4) not null,
    value decimal(9, 4) not null,
    delta decimal(9, 4) not null,
    moving_count usmallint not null
);

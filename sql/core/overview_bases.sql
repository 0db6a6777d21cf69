-- vi: Cơ sở của dòng "Cả nước".
-- On what the portal's national line stood in each snapshot: on the mean of the provinces shown
-- beside it, or on something else (17/09/2026: 56.56 beside a mean of 61.55). Kept at load.
create table if not exists core.overview_bases (
    snapshot_key uinteger not null,
    level varchar not null,
    overview_score decimal(9, 4) not null,
    mean_score decimal(9, 4),
    is_mean_of_rows boolean
);

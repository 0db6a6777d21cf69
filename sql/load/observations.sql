-- The values, each with its rank in its cohort and with what the previous snapshot said beside it.
insert into core.observations by name
with before as (
    select
        loading.reading_no,
        p.level,
        was.indicator_key,
        was.unit_key,
        was.score,
        was.max_score,
        was.rate_pct,
        was.rank,
        was_c.members_hash,
        was_c.ranked_count,
        lacked.unit_key is not null as lacks_group
    from core.observations as was
    inner join core.snapshot_pairs as p on p.previous_key = was.snapshot_key and p.level = was.level
    inner join loading on loading.snapshot_key = p.snapshot_key
    inner join core.cohorts as was_c on was_c.cohort_key = was.cohort_key
    left join core.incomplete_totals as lacked
        on
            lacked.snapshot_key = was.snapshot_key
            and lacked.indicator_key = was.indicator_key
            and lacked.unit_key = was.unit_key
    where
        -- constants, so that every block of another snapshot is skipped
        was.snapshot_key between getvariable('before_first') and getvariable('before_last')
        and was_c.snapshot_key between getvariable('before_first') and getvariable('before_last')
)

select
    loading.snapshot_key,
    loading.cutoff_at,
    v.indicator_key,
    v.unit_key,
    v.level,
    v.score,
    v.max_score,
    v.rate_pct,
    v.numerator,
    v.denominator,
    v.quality_flag,
    c.cohort_key,
    c.ranked_count as cohort_size,
    c.median_value as cohort_median,
    case when c.ranked_count > 1 then v.place end as rank,
    k.locator_key,
    v.locator_row,
    v.raw_text,
    before.score as previous_score,
    before.max_score as previous_max_score,
    before.rate_pct as previous_rate_pct,
    before.rank as previous_rank,
    coalesce(c.members_hash = before.members_hash and c.ranked_count = before.ranked_count, false) as is_same_cohort,
    moved.unit_key is not null as is_reorganised,
    lacks.unit_key is not null or coalesce(before.lacks_group, false) as lacks_group
from staged_ranked as v
inner join loading on loading.reading_no = v.reading_no
inner join staged_cohorts as c
    on
        c.reading_no = v.reading_no
        and c.indicator_key = v.indicator_key
        and c.parent_key = v.parent_key
        and c.level = v.level
inner join core.locators as k on k.template = v.locator
left join before
    on
        before.reading_no = v.reading_no
        and before.level = v.level
        and before.indicator_key = v.indicator_key
        and before.unit_key = v.unit_key
left join reorganised_units as moved
    on moved.snapshot_key = loading.snapshot_key and moved.level = v.level and moved.unit_key = v.unit_key
left join core.incomplete_totals as lacks
    on
        lacks.snapshot_key = loading.snapshot_key
        and lacks.indicator_key = v.indicator_key
        and lacks.unit_key = v.unit_key
order by v.reading_no, v.indicator_key, v.unit_key;

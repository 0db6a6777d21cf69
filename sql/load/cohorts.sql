-- Cohorts, and the place of each value in its own. Ranked are only the fully scored: a unit with a
-- missing group, or with fewer groups than its peers, has no rank in the total; a value that is only its
-- province's, repeated, has none either. Ties share a rank (1, 2, 2, 4).
insert into core.locators by name
select
    (select coalesce(max(locator_key), 0) from core.locators)
    + row_number() over (order by locator) as locator_key,
    locator as template
from (select distinct locator from staged_values)
where locator not in (select template from core.locators);

insert into core.snapshot_levels by name
select distinct loading.snapshot_key, v.level
from staged_values as v
inner join loading on loading.reading_no = v.reading_no;

create or replace temp table staged_ranked as
with group_counts as (
    select
        reading_no,
        unit_key,
        count(value) filter (where indicator_kind = 'group') as scored_count,
        max(count(*) filter (where indicator_kind = 'group')) over (
            partition by reading_no, parent_key, level
        ) as most_count
    from staged_values
    group by reading_no, unit_key, parent_key, level
),

fully_scored as (
    select
        v.*,
        v.value is not null
        and (v.indicator_kind <> 'component' or v.score is not null)
        and coalesce(not contains(v.quality_flag, 'PROVINCE_VALUE'), true)
        and (
            v.indicator_kind <> 'total'
            or g.scored_count = g.most_count
        ) as is_ranked
    from staged_values as v
    inner join group_counts as g on g.reading_no = v.reading_no and g.unit_key = v.unit_key
),

-- of the keys alone: a window carries along whatever stands in its row
places as (
    select
        reading_no,
        indicator_key,
        unit_key,
        rank() over (partition by reading_no, indicator_key, parent_key, level order by value desc) as place
    from fully_scored
    where is_ranked
)

select f.*, p.place
from fully_scored as f
left join places as p
    on p.reading_no = f.reading_no and p.indicator_key = f.indicator_key and p.unit_key = f.unit_key;

-- A total that lacks a group its peers have; the values of this snapshot and of the next one are marked by it.
insert into core.incomplete_totals by name
select loading.snapshot_key, v.indicator_key, v.unit_key
from staged_ranked as v
inner join loading on loading.reading_no = v.reading_no
where v.indicator_kind = 'total' and v.value is not null and not v.is_ranked
order by loading.snapshot_key, v.unit_key;

create or replace temp table staged_cohorts as
select
    (select coalesce(max(cohort_key), 0) from core.cohorts)
    + row_number() over (order by reading_no, indicator_key, parent_key, level) as cohort_key,
    reading_no,
    indicator_key,
    parent_key,
    level,
    count(*) as unit_count,
    count(*) filter (where is_ranked) as ranked_count,
    bit_xor(hash(unit_key)) filter (where is_ranked) as members_hash,
    avg(value) filter (where is_ranked) as mean_value,
    median(value) filter (where is_ranked) as median_value
from staged_ranked
group by reading_no, indicator_key, parent_key, level;

insert into core.cohorts by name
select loading.snapshot_key, c.* exclude (reading_no)
from staged_cohorts as c
inner join loading on loading.reading_no = c.reading_no;

insert into core.overview_bases by name
select
    loading.snapshot_key,
    v.level,
    v.score as overview_score,
    c.mean_value as mean_score,
    abs(v.score - c.mean_value::decimal(9, 4)) <= 0.02 as is_mean_of_rows
from staged_ranked as v
inner join staged_cohorts as c
    on
        c.reading_no = v.reading_no
        and c.indicator_key = v.indicator_key
        and c.parent_key = v.unit_key
        and c.level = 'province'
inner join loading on loading.reading_no = v.reading_no
where v.indicator_kind = 'total' and v.level = 'country' and v.score is not null;

-- vi: Những điều cần người xem lại: quy tắc, mức độ, câu giải thích và nơi có dòng chứng minh.
-- What a person should look at: rule, severity, a sentence, and in evidence a query that shows the rows that
-- prove it (of what a reader noticed: the place in the document).
-- scope: whole
-- required: rule, severity, text_vi, text_en
create or replace view main.findings as
with everything as (
    select * from rules.refused
    union all by name
    select * from rules.answer_missing
    union all by name
    select * from rules.cutoff_not_taken
    union all by name
    select * from rules.summary_off_groups
    union all by name
    select * from rules.reading_note
    union all by name
    select * from rules.overview_off_mean
    union all by name
    select * from rules.base_changed
    union all by name
    select * from rules.groups_off_total
    union all by name
    select * from rules.total_without_group
    union all by name
    select * from rules.renamed_at_source
    union all by name
    select * from rules.source_change_suspected
    union all by name
    select * from rules.scale_change_suspected
    union all by name
    select * from rules.letter_off_portal
    union all by name
    select * from rules.provisional_denominator
    union all by name
    select * from rules.few_cases
    union all by name
    select * from rules.petition_cliff
    union all by name
    select * from rules.formula_does_not_fit
)

select
    e.rule,
    e.severity,
    u.unit_id,
    u.name as unit_name,
    i.indicator_id,
    s.snapshot_id,
    s.cutoff_at,
    e.text_vi,
    e.text_en,
    e.evidence
from everything as e
left join core.units as u on u.unit_key = e.unit_key
left join core.indicators as i on i.indicator_key = e.indicator_key
left join core.snapshots as s on s.snapshot_key = e.snapshot_key;

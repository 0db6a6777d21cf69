-- The total and the groups of a province and of the units under it at one cutoff, beside the cutoff
-- before, in the order of the source's own tables, else by rank. Where the province stands in two snapshots of the
-- cutoff (the country's and its own), the one that ranks it among its peers counts.
select
    u.level,
    t.unit_id,
    t.unit_name,
    t.indicator_id,
    i.name_vi as indicator_name,
    i.kind as indicator_kind,
    t.value_kind,
    t.value,
    o.max_score,
    t.previous_value,
    t.previous_cutoff_at,
    t.delta,
    t.rank,
    t.cohort_size,
    t.previous_rank,
    t.rank_change,
    t.break_reason,
    b.text_vi as break_text,
    t.snapshot_id
from trends_by_cutoff as t
inner join units as u on u.unit_id = t.unit_id
inner join indicators as i on i.indicator_id = t.indicator_id
inner join observations as o
    on o.snapshot_id = t.snapshot_id and o.unit_id = t.unit_id and o.indicator_id = t.indicator_id
left join break_reasons as b on b.break_reason = t.break_reason
where
    t.unit_id in (select one.unit_id from units as one where one.unit_id = $province or one.parent_id = $province)
    and i.kind in ('total', 'group')
    and t.source = $source
    and t.period_type = $period_type
    and t.period_start = $period_start
    and t.cutoff_at = $cutoff_at
qualify
    row_number() over (
        partition by t.unit_id, t.indicator_id
        order by t.cohort_size desc, t.scope_unit_id, t.snapshot_id
    ) = 1
order by
    list_position(['province', 'agency', 'district', 'commune'], u.level),
    try_cast(regexp_extract(o.source_locator, 'bảng (\d+)', 1) as integer) nulls last,
    try_cast(regexp_extract(o.source_locator, 'dòng (\d+)', 1) as integer) nulls last,
    max(t.rank) filter (where t.indicator_id = 'TOTAL') over (partition by t.unit_id) nulls last,
    t.unit_id,
    list_position(['TOTAL', 'CKMB', 'TDGQ', 'CLGQ', 'TTTT', 'MDHL', 'MDSH'], t.indicator_id);

-- The province's total and groups at one cutoff: what is missing to the full score, what moved since the
-- cutoff before, and where each stands by width of its gap and by size of its move.
with own as (
    select
        t.*,
        i.name_vi,
        i.kind,
        o.max_score,
        o.max_score - o.score as gap
    from trends_by_cutoff as t
    inner join indicators as i on i.indicator_id = t.indicator_id and i.kind in ('total', 'group')
    inner join observations as o
        on o.snapshot_id = t.snapshot_id and o.unit_id = t.unit_id and o.indicator_id = t.indicator_id
    where
        t.unit_id = $province
        and t.source = $source
        and t.period_type = $period_type
        and t.period_start = $period_start
        and t.cutoff_at = $cutoff_at
    qualify
        row_number() over (
            partition by t.indicator_id order by t.cohort_size desc, t.scope_unit_id, t.snapshot_id
        ) = 1
)

select
    own.indicator_id,
    own.name_vi as indicator_name,
    own.kind,
    own.value,
    own.max_score,
    own.gap,
    own.previous_value,
    own.previous_cutoff_at,
    own.delta,
    own.rank,
    own.cohort_size,
    own.rank_change,
    b.text_vi as break_text,
    case when own.gap > 0 then rank() over (partition by own.kind order by own.gap desc nulls last) end as gap_order,
    case
        when own.delta <> 0 then rank() over (partition by own.kind order by abs(own.delta) desc nulls last)
    end as move_order,
    own.maturity = 'provisional' as is_provisional
from own
left join break_reasons as b on b.break_reason = own.break_reason
order by
    list_position(['TOTAL', 'CKMB', 'TDGQ', 'CLGQ', 'TTTT', 'MDHL', 'MDSH'], own.indicator_id);

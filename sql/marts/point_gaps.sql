-- vi: Điểm còn để lại: điểm tối đa trừ điểm, cần thêm bao nhiêu hồ sơ, và vách điểm đang đứng trên.
-- Points left on the table, in the state known last of each period: max_score - score, the cases that
-- would take the next point and the full score (only where the formula is verified and gives back the
-- published score and the counts are the unit's own, else null), and the cliffs a unit stands on. Where the
-- source gives counts and scores the group alone, the component's gap stands on recomputed_score. gap_rank 1 is
-- the widest gap among siblings: the groups of a total, the components of a group.
-- key: snapshot_id, unit_id, indicator_id
-- required: max_score, gap, cutoff_at
-- within: gap 0..max_score, cases_to_next_point 1..cases_to_full_score, cases_to_full_score ..denominator
create or replace view main.point_gaps as
with gaps as (
    select
        p.*,
        v.unit_key,
        v.indicator_key,
        v.score,
        case when v.score is null and v.fits then v.recomputed_score end as recomputed_score,
        coalesce(v.max_score, case when v.fits then i.max_score end) as max_score,
        coalesce(v.max_score, i.max_score) - coalesce(v.score, v.recomputed_score) as gap,
        v.numerator,
        v.denominator,
        v.quality_flag,
        u.unit_id,
        u.name as unit_name,
        i.indicator_id,
        i.parent_key,
        i.name_vi,
        case i.quantity_unit
            when 'dossiers' then 'hồ sơ' when 'procedures' then 'thủ tục' when 'petitions' then 'phản ánh, kiến nghị'
        end as case_vi
    from core.period_states as p
    inner join core.series as v on v.snapshot_key = p.snapshot_key and v.level = p.level
    inner join core.units as u on u.unit_key = v.unit_key
    inner join core.indicators as i on i.indicator_key = v.indicator_key
    where
        (v.score is not null or (v.fits and v.recomputed_score is not null))
        and coalesce(v.max_score, case when v.fits then i.max_score end) > 0
)

select
    g.unit_id,
    g.unit_name,
    g.level,
    g.indicator_id,
    g.source,
    g.scope_unit_id,
    g.period_type,
    g.period_start,
    g.cutoff_at,
    g.score,
    g.recomputed_score,
    g.max_score,
    g.gap,
    rank() over (
        -- the snapshot and the unit are enough; the cutoff and the period let what is asked of them narrow what is read
        partition by g.snapshot_key, g.unit_id, g.parent_key, g.cutoff_at, g.period_type
        order by g.gap desc
    ) as gap_rank,
    g.numerator,
    g.denominator,
    n.points_per_case,
    n.cases_to_next_point,
    n.cases_to_full_score,
    n.new_cases_to_next_point,
    n.new_cases_to_full_score,
    c.cliff_points,
    case
        when c.cliff_points is not null
            then
                'Đủ điểm chỉ vì chưa có ' || coalesce(g.case_vi, 'trường hợp') || ' nào: một '
                || coalesce(g.case_vi, 'trường hợp') || ' không đạt có thể làm mất '
                || replace(printf('%g', c.cliff_points_together), '.', ',') || ' điểm.'
        when contains(g.quality_flag, 'PROVINCE_VALUE') and g.gap > 0
            then
                'Còn thiếu ' || replace(printf('%.2f', g.gap), '.', ',') || ' điểm, nhưng đây là số của cả tỉnh lặp lại '
                || 'ở đơn vị: đơn vị không tự nâng được.'
        when n.cases_to_next_point is not null
            then
                'Còn thiếu ' || replace(printf('%.2f', g.gap), '.', ',') || ' điểm: ' || n.cases_to_next_point || ' '
                || g.case_vi || ' nữa đạt «' || g.name_vi || '» thì được thêm '
                || replace(printf('%g', least(1, g.gap)), '.', ',') || ' điểm'
                || coalesce('; hoặc ' || n.new_cases_to_next_point || ' ' || g.case_vi || ' mới đều đạt', '') || '.'
    end as text_vi,
    g.quality_flag,
    g.snapshot_id
from gaps as g
left join core.case_needs as n
    on n.snapshot_key = g.snapshot_key and n.unit_key = g.unit_key and n.indicator_key = g.indicator_key
left join core.cliffs as c
    on c.snapshot_key = g.snapshot_key and c.unit_key = g.unit_key and c.indicator_key = g.indicator_key;

-- vi: Điểm còn để lại: điểm tối đa trừ điểm, cần thêm bao nhiêu hồ sơ, và vách điểm đang đứng trên.
-- Points left on the table, in the state known last of each period: max_score - score, the cases that
-- would take the next point and the full score (only where the formula is verified and gives back the
-- published score and the counts are the unit's own, else null), and the cliffs a unit stands on. Where the source gives counts and scores
-- the group alone, the component's gap stands on recomputed_score. gap_rank 1 is the widest gap among
-- siblings: the groups of a total, the components of a group.
-- scope: whole
-- key: snapshot_id, unit_id, indicator_id
-- required: max_score, gap
-- within: gap 0..max_score, cases_to_next_point 1..cases_to_full_score, cases_to_full_score ..denominator
create or replace view main.point_gaps as
with gaps as (
    select
        p.*,
        o.unit_key,
        o.indicator_key,
        o.score,
        case when o.score is null then r.recomputed_score end as recomputed_score,
        coalesce(o.max_score, r.max_score) as max_score,
        coalesce(o.max_score, r.max_score) - coalesce(o.score, r.recomputed_score) as gap,
        o.numerator,
        o.denominator,
        o.quality_flag,
        u.unit_id,
        u.name as unit_name,
        i.indicator_id,
        i.parent_key,
        i.name_vi,
        case i.quantity_unit
            when 'dossiers' then 'hồ sơ' when 'procedures' then 'thủ tục' when 'petitions' then 'phản ánh, kiến nghị'
        end as case_vi
    from core.period_states as p
    inner join core.observations as o on o.snapshot_key = p.snapshot_key
    inner join core.units as u on u.unit_key = o.unit_key and u.level = p.level
    inner join core.indicators as i on i.indicator_key = o.indicator_key
    left join core.recomputed as r
        on r.snapshot_key = o.snapshot_key and r.unit_key = o.unit_key and r.indicator_key = o.indicator_key and r.fits
    where coalesce(o.score, r.recomputed_score) is not null and coalesce(o.max_score, r.max_score) > 0
)

select
    g.unit_id,
    g.unit_name,
    g.level,
    g.indicator_id,
    g.source,
    scope.unit_id as scope_unit_id,
    g.period_type,
    g.period_start,
    g.cutoff_at,
    g.score,
    g.recomputed_score,
    g.max_score,
    g.gap,
    rank() over (partition by g.snapshot_key, g.unit_id, g.parent_key order by g.gap desc) as gap_rank,
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
    s.snapshot_id
from gaps as g
inner join core.snapshots as s on s.snapshot_key = g.snapshot_key
inner join core.units as scope on scope.unit_key = g.scope_key
left join core.case_needs as n
    on n.snapshot_key = g.snapshot_key and n.unit_key = g.unit_key and n.indicator_key = g.indicator_key
left join core.cliffs as c
    on c.snapshot_key = g.snapshot_key and c.unit_key = g.unit_key and c.indicator_key = g.indicator_key;

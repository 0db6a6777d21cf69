-- Points left to the maximum in each province's groups, largest first, and in the components behind them
-- where they were received, with what one more point takes.
select
    g.unit_id,
    g.source,
    g.period_type,
    g.period_start,
    g.cutoff_at,
    g.snapshot_id,
    i.kind,
    i.parent_id,
    g.indicator_id,
    g.score,
    g.max_score,
    g.gap,
    g.gap_rank,
    g.cases_to_next_point,
    g.text_vi
from point_gaps as g
inner join indicators as i on i.indicator_id = g.indicator_id and i.kind in ('group', 'component')
where g.level = 'province' and (i.kind = 'component' or g.scope_unit_id = 'VN' or g.source <> 'portal')
order by g.unit_id, g.source, g.period_type, g.period_start, i.kind desc, g.gap desc, g.indicator_id;

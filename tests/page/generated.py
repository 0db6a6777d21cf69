"""A published file as big as a year: 34 provinces, 3,838 units, a cutoff a day, three periods at a time.

Belongs here: the relations the page reads, filled by SQL with figures that mean nothing. Does not belong
here: any expectation. The relations have the columns of the real ones, so a renamed column shows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

RELATIONS = (
    "break_reasons", "contributions", "coverage", "findings", "indicators", "methodologies", "movers", "observations",
    "point_gaps", "published", "snapshots", "trends_by_cutoff", "trends_by_period", "units",
)  # fmt: skip
KEPT = ("break_reasons", "indicators", "methodologies")

FILL = """
create temp table provinces as
    select 'H' || (10 + n) as unit_id, 'UBND tỉnh Số ' || n as name from range(34) as r (n);
create temp table subordinates as
    select
        p.unit_id || '.' || n as unit_id, p.unit_id as parent_id,
        case when n < 15 then 'Sở số ' else 'UBND xã Số ' end || n as name,
        case when n < 15 then 'agency' else 'commune' end as level
    from provinces as p, range(113) as r (n)
    qualify row_number() over (order by p.unit_id, n) <= 3838;
create temp table periods as
    select
        'VN' as scope_unit_id, t as period_type, date_trunc(t, day)::date as period_start,
        (day + interval 16 hour) at time zone 'Asia/Ho_Chi_Minh' as cutoff_at
    from range(date '2026-01-01', date '2027-01-01', interval 1 day) as r (day), unnest(['year', 'month']) as u (t)
    union all
    select p.unit_id, 'year', date '2026-01-01', timestamptz '2026-12-31 16:00:00+07' from provinces as p;

insert into units by name
    select 'VN' as unit_id, 'Cả nước' as name, 'country' as level
    union all select unit_id, name, 'province' from provinces
    union all select unit_id, name, level from subordinates;
insert into snapshots by name
    select
        'portal.' || scope_unit_id || '.' || period_type || '.' || strftime(cutoff_at, '%Y%m%d') as snapshot_id,
        'portal' as source, scope_unit_id, period_type, period_start, period_start as period_end, cutoff_at,
        cutoff_at as observed_at, 'provisional' as maturity, 'portal-2026' as methodology_id,
        false as is_superseded, false as is_mixed_refresh, sha256(scope_unit_id || cutoff_at::varchar) as sha256
    from periods;
insert into trends_by_cutoff by name
    select
        s.snapshot_id, s.source, s.scope_unit_id, s.period_type, s.period_start, s.cutoff_at, s.maturity,
        p.unit_id, p.name as unit_name, 'province' as level, i.indicator_id, 'score' as value_kind,
        s.cutoff_at - interval 1 day as previous_cutoff_at,
        round(i.max_score * (0.5 + 0.4 * sin(hash(p.unit_id, i.indicator_id) % 100 + epoch(s.cutoff_at) / 4e6)), 2)
            as value,
        0.01 as delta, 1 + hash(p.unit_id) % 34 as rank, 34 as cohort_size, 1 as rank_change,
        i.max_score * 0.6 as cohort_median
    from snapshots as s, provinces as p, indicators as i
    where s.scope_unit_id = 'VN' and i.kind in ('total', 'group')
    union all by name
    select
        s.snapshot_id, s.source, s.scope_unit_id, s.period_type, s.period_start, s.cutoff_at, s.maturity,
        u.unit_id, u.name as unit_name, u.level, i.indicator_id, 'score' as value_kind,
        s.cutoff_at - interval 1 day as previous_cutoff_at, round(i.max_score * 0.7, 2) as value, 0.01 as delta,
        1 + hash(u.unit_id) % 100 as rank, 113 as cohort_size, -1 as rank_change, i.max_score * 0.6 as cohort_median
    from snapshots as s inner join subordinates as u on u.parent_id = s.scope_unit_id, indicators as i
    where i.kind in ('total', 'group');
insert into trends_by_period by name
    select
        snapshot_id, source, scope_unit_id, period_type, period_start, cutoff_at, maturity, unit_id, unit_name, level,
        indicator_id, value_kind, value, 0.5 as delta, rank, cohort_size
    from trends_by_cutoff
    where level = 'province'
    qualify
        row_number() over (partition by unit_id, indicator_id, period_type, period_start order by cutoff_at desc) = 1;
insert into observations by name
    select
        t.snapshot_id, t.source, t.period_type, t.period_start, t.cutoff_at, t.unit_id, t.unit_name, t.level,
        t.indicator_id, t.value as score, i.max_score, 'evaluation/0' as source_locator
    from trends_by_cutoff as t inner join indicators as i using (indicator_id);
insert into contributions by name
    select
        'by_indicator' as kind, t.unit_id, 'TOTAL' as indicator_id, i.indicator_id as part_indicator_id,
        0.01 as contribution, false as is_remainder, t.snapshot_id
    from trends_by_cutoff as t, indicators as i where t.indicator_id = 'TOTAL' and i.kind = 'group';
insert into core.snapshots by name
    select (row_number() over (order by snapshot_id))::integer as snapshot_key, snapshot_id from snapshots;
insert into core.period_states by name
    select k.snapshot_key, s.source, substr(s.scope_unit_id, 2)::integer as scope_key, l.level, s.period_type,
        s.period_start, s.cutoff_at
    from snapshots as s
    inner join core.snapshots as k using (snapshot_id), (values ('agency'), ('commune')) as l (level)
    where s.scope_unit_id <> 'VN';
insert into coverage by name
    select source, scope_unit_id, cutoff_at, 'received' as status from snapshots;
insert into published by name
    select now() as built_at, 'generated' as build_id, 'test' as code_version, max(cutoff_at) as newest_cutoff_at,
        count(*) as snapshot_count, (select count(*) from observations) as observation_count from snapshots;
"""


def a_year(real: Path, folder: Path) -> Path:
    """The generated file; `real` is a published file whose relations it copies the shape of."""
    path = folder / "chiso766_year.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
        connection.execute(f"attach '{real.resolve()}' as real (read_only)")
        for relation in RELATIONS:
            kept = "" if relation in KEPT else "limit 0"
            connection.execute(f"create table {relation} as from real.main.{relation} {kept}")
        connection.execute("create schema core")
        for relation in ("snapshots", "period_states"):
            connection.execute(f"create table core.{relation} as from real.core.{relation} limit 0")
        connection.execute(FILL)
    return path

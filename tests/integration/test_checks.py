"""Every data check fires on a planted error, and shows the row that is wrong.

Checks written as files have an error of their own each; checks that a relation declares in its head
(key, required, within) have one planted for each promise, in a table put in the relation's place.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.warehouse.checks import Check, checks, run_check
from orchestration.warehouse.declarations import Declared, Range, declared_in
from orchestration.warehouse.relations import relations

ONE_SCORE = (
    "select min(rowid) from core.observations where score is not null and max_score is not null and "
    "unit_key = (select unit_key from core.units where unit_id = 'H05') and "
    "indicator_key = (select indicator_key from core.indicators where indicator_id = 'CKMB')"
)


def held(relation: str, query: str) -> str:
    """Statements that put a damaged copy of a relation in its place; `query` reads it as `main.held`."""
    read = query if "from main.held" in query else f"{query} from main.held"
    return f"create table main.held as from main.{relation}; create or replace view main.{relation} as {read}"


PLANTED = {
    "scores_within_maximum": f"update core.observations set score = max_score + 1 where rowid = ({ONE_SCORE})",
    "rates_within_hundred": "update core.observations set rate_pct = 101 where rowid = "
    "(select min(rowid) from core.observations where rate_pct is not null)",
    "ledger_matches_rows": f"delete from core.observations where rowid = ({ONE_SCORE})",
    "every_value_has_a_place": "update core.locators set template = '' where locator_key = 1",
    "units_are_unambiguous": "insert into core.units from core.units where unit_id = 'H50'",
    "units_have_parents": "update core.units set parent_key = null where unit_id = 'H50'",
    "deltas_only_where_comparable": "create or replace view main.trends_by_cutoff as select "
    "(select min(snapshot_id) from core.snapshots) as snapshot_id, 'H50' as unit_id, "
    "(select min_by(cutoff_at, snapshot_id) from core.snapshots) as cutoff_at, "
    "'TOTAL' as indicator_id, 2 as value, 1 as previous_value, 1 as delta, "
    "0 as rank_change, false as comparable, 'base_changed' as break_reason, 'base_changed' as rank_break_reason, "
    "2 as rank, 2 as previous_rank, true as is_same_cohort",
    "ranks_fit_their_cohort": "update core.observations set rank = 2 where rank = 3",
    "groups_add_up": f"update core.observations set score = score - 1 where rowid = ({ONE_SCORE})",
    "previous_values_are_the_previous_ones": "update core.observations set previous_score = previous_score + 1 "
    "where rowid = (select min(rowid) from core.observations where previous_score is not null)",
    "cutoffs_are_not_in_the_future": "update core.snapshots set cutoff_at = cutoff_at + interval 1 year",
    "cutoffs_are_their_snapshots": "update core.observations set cutoff_at = cutoff_at + interval 1 day "
    f"where rowid = ({ONE_SCORE})",
    "newest_states_are_the_newest": "delete from core.newest_states",
    "period_states_are_the_last": "update core.period_states set is_closed = not is_closed "
    "where rowid = (select min(rowid) from core.period_states)",
    "periods_have_one_last_state": "insert into core.period_states from core.period_states limit 1",
    "period_pairs_are_the_neighbours": "delete from core.period_pairs "
    "where rowid = (select min(rowid) from core.period_pairs)",
    "levels_are_their_units": f"update core.observations set level = 'agency' where rowid = ({ONE_SCORE})",
    "totals_without_group_are_marked": f"update core.observations set lacks_group = true where rowid = ({ONE_SCORE})",
    "reorganisations_are_marked": f"update core.observations set is_reorganised = true where rowid = ({ONE_SCORE})",
    "jumps_are_where_scores_jumped": "update core.jumps set delta = delta + 1 "
    "where rowid = (select min(rowid) from core.jumps)",
    "series_hold_what_is_known_last": "update core.series set rank = rank + 1 "
    "where rowid = (select min(rowid) from core.series where rank is not null)",
    "series_hold_what_formulas_give": "update core.series set recomputed_score = 1, fits = true "
    "where rowid = (select min(rowid) from core.series)",
    "streaks_are_what_the_steps_say": "update core.series set streak_length = streak_length + 1 "
    "where rowid = (select min(rowid) from core.series)",
    "latest_is_the_newest_trend": "create table main.held as from main.latest; "
    "create or replace view main.latest as select * replace (cohort_size + 1 as cohort_size) from main.held",
    "cohorts_are_their_own": f"update core.observations set cohort_size = cohort_size + 1 where rowid = ({ONE_SCORE})",
    "contributions_add_up": "create or replace view core.unit_parts as select * from core.indicator_parts "
    "where part_key = (select indicator_key from core.indicators where indicator_id = 'CKMB') "
    "and unit_key = (select unit_key from core.units where unit_id = 'H42') and delta <> 0",
    "trends_are_complete": "delete from core.snapshot_pairs",
    "periods_are_complete": held("trends_by_period", "from main.held where indicator_id <> 'TOTAL'"),
    "period_deltas_only_between_closed": "create or replace view main.trends_by_period as select "
    "'s' as snapshot_id, now() as cutoff_at, 'H50' as unit_id, 'TOTAL' as indicator_id, "
    "2 as value, 1 as previous_value, 1 as delta, "
    "null as provisional_delta, null as rank_change, false as comparable, false as is_provisional, "
    "'period_still_open' as break_reason, null as rank_break_reason, null as year_break_reason",
    "history_is_unbroken": held("observation_history", "select * replace (known_to + interval 1 day as known_to)"),
    "cohort_means_are_means": "update core.cohorts set mean_value = mean_value + 0.001",
    "history_ends_in_force": held("observation_history", "select * replace (score + 1 as score)"),
    "revisions_end_with_the_newest": held("revisions", "select * replace (first_value as latest_value)"),
    "league_is_complete": held("league_table", "from main.held where unit_id <> 'H50'"),
    "contributions_are_complete": held("contributions", "from main.held where unit_id <> 'H50'"),
    "latest_is_complete": held("latest", "from main.held where indicator_id <> 'TOTAL'"),
    "scorecard_is_the_league_table": held("province_scorecard", "select * replace (rank + 1 as rank)"),
    "gaps_are_complete": held("point_gaps", "select * replace (gap + 1 as gap)"),
    "movers_are_complete": held("movers", "select * replace (null::varchar as direction)"),
    "differences_are_differences": held("reconciliation", "select * replace (true as agrees)"),
    "districts_are_sums_of_communes": "create or replace view main.derived_districts as select "
    "'s' as snapshot_id, 'H50~huyen-cam-lo' as unit_id, 'TDGQ' as indicator_id, false as is_complete, "
    "10 as mean_score, null::decimal as weighted_rate_pct, null::decimal as denominator",
    "coverage_is_complete": held("coverage", "from main.held where source <> 'letter'"),
    "maxima_add_up": "update core.indicators set max_score = 19 where indicator_id = 'CKMB'",
    "published_counts_are_counts": "update core.build set observation_count = 1",
    "streaks_are_sums_of_steps": held("movers", "select * replace (streak_delta + 1 as streak_delta)"),
}
DECLARED = [relation.declared for relation in relations() if relation.declared.key or relation.declared.required]
# What the analysts' relations without a key are lists of: two of their rows may say the same.
WITHOUT_KEY = {"main.coverage", "main.findings", "main.refusals"}


@contextmanager
def copy_of(loaded: Settings, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published examples, to be damaged."""
    shutil.copy(loaded.current.resolve(), tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb")) as connection:
        yield connection


def written_checks() -> list[Check]:
    return [check for check in checks() if not check.name.endswith(("_key", "_values"))]


def the_check(name: str) -> Check:
    return next(check for check in checks() if check.name == name)


def test_every_written_check_has_a_planted_error() -> None:
    assert set(PLANTED) == {check.name for check in written_checks()}


def test_every_relation_of_the_analysts_declares_its_key_or_its_values() -> None:
    analysts = {relation.qualified: relation.declared for relation in relations() if relation.schema == "main"}
    assert {name for name, declared in analysts.items() if not declared.key} == WITHOUT_KEY
    assert all(analysts[name].required for name in WITHOUT_KEY)


@pytest.mark.parametrize("check", written_checks(), ids=lambda check: check.name)
def test_check_is_quiet_on_the_examples_and_fires_on_the_error(
    loaded: Settings, tmp_path: Path, check: Check
) -> None:
    with copy_of(loaded, tmp_path) as connection:
        assert run_check(connection, check).passed
        connection.execute(PLANTED[check.name])
        result = run_check(connection, check)
    assert not result.passed
    assert result.failing_count >= 1
    assert result.sample
    assert check.promise


@pytest.mark.parametrize("name", ["deltas_only_where_comparable", "period_deltas_only_between_closed"])
def test_a_reason_that_nobody_explains_is_seen(loaded: Settings, tmp_path: Path, name: str) -> None:
    with copy_of(loaded, tmp_path) as connection:
        given = connection.execute(
            "select break_reason from trends_by_cutoff union select rank_break_reason from trends_by_cutoff union "
            "select break_reason from trends_by_period union select rank_break_reason from trends_by_period union "
            "select year_break_reason from trends_by_period"
        ).fetchall()
        explained = connection.execute("select break_reason from break_reasons").fetchall()
        assert {reason for (reason,) in given if reason} <= {reason for (reason,) in explained}
        connection.execute("create or replace view main.break_reasons as select 'other' as break_reason")
        assert run_check(connection, the_check(name)).failing_count > 0


def stand_in(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Put a table of one row (all null where the relation is empty) in a view's place; its columns' types."""
    connection.execute(f"create table main.planted as from {relation} limit 1")
    types = dict(connection.execute("select column_name, column_type from (describe main.planted)").fetchall())
    if not connection.execute("select 1 from main.planted").fetchall():
        connection.execute(f"insert into main.planted values ({', '.join('null' for _ in types)})")
    connection.execute(f"drop view {relation}; create view {relation} as from main.planted")
    return types


def broken_key(connection: duckdb.DuckDBPyConnection, declared: Declared) -> Iterator[str]:
    """Each way a key can fail, planted one after another."""
    stand_in(connection, declared.relation)
    connection.execute("insert into main.planted from main.planted")
    yield "two rows with one key"
    for column in declared.key:
        if column not in declared.nullable:
            connection.execute(f"delete from main.planted where rowid > 0; update main.planted set {column} = null")
            yield f"{column} is null"


def broken_values(connection: duckdb.DuckDBPyConnection, declared: Declared) -> Iterator[str]:
    """Each promise about values broken alone, in a row in which all others hold or say nothing."""
    types = stand_in(connection, declared.relation)
    filled = {column: literal(types[column], 1) for column in declared.required}
    if "snapshot_id" in filled:  # values of a snapshot that is not there are nobody's to check
        filled["snapshot_id"] = "select min(snapshot_id) from core.snapshots"
    for column in declared.required:
        plant(connection, types, filled | {column: "null"})
        yield f"{column} is missing"
    for bounds in declared.ranges:
        for bound, value, other in ((bounds.lower, 1, 2), (bounds.upper, 2, 1)):
            if bound:
                plant(connection, types, filled | outside(bounds, bound, types, value, other))
                yield f"not so: {bounds.promise}"


def outside(bounds: Range, bound: str, types: dict[str, str], value: int, other: int) -> dict[str, str]:
    """Cells that put a column beyond one of its bounds, a number or another column."""
    if re.fullmatch(r"-?[\d.]+", bound):
        return {bounds.column: f"{bound} {'-' if value < other else '+'} 1"}
    return {bounds.column: literal(types[bounds.column], value), bound: literal(types[bound], other)}


def literal(kind: str, number: int) -> str:
    """The first or the second value of a type, as text that casts to it."""
    if "TIME" in kind or kind == "DATE":
        return f"'2026-01-0{number}'"
    return {"BOOLEAN": "true", "VARCHAR[]": f"['{number}']"}.get(kind, f"'{number}'")


def plant(connection: duckdb.DuckDBPyConnection, types: dict[str, str], cells: dict[str, str]) -> None:
    row = ", ".join(f"({cells.get(column, 'null')})::{kind}" for column, kind in types.items())
    connection.execute(f"delete from main.planted; insert into main.planted select {row}")


def seen_at_a_look(connection: duckdb.DuckDBPyConnection, check: Check) -> bool:
    return check.look_sql is not None and connection.execute(check.look_sql).fetchone() is not None


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.relation)
def test_every_declared_promise_is_kept_and_its_breach_is_seen(
    loaded: Settings, tmp_path: Path, declared: Declared
) -> None:
    name = declared.relation.removeprefix("main.")
    breaches = {f"{name}_key": broken_key} if declared.key else {}
    breaches |= {f"{name}_values": broken_values} if declared.required or declared.ranges else {}
    for number, (check_name, break_it) in enumerate(breaches.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with copy_of(loaded, folder) as connection:
            check = the_check(check_name)
            assert run_check(connection, check).passed
            assert not seen_at_a_look(connection, check)
            for breach in break_it(connection, declared):
                result = run_check(connection, check)
                assert result.failing_count == 1, breach
                assert check.look_sql is None or seen_at_a_look(connection, check), breach
                if break_it is broken_values:
                    assert result.sample[0][0] == breach


@pytest.mark.parametrize("text", ["rank", "rank 1...", "rank ..", "rank 1..2; drop table x", "a b 1..2"])
def test_a_range_that_cannot_be_read_stops(text: str) -> None:
    with pytest.raises(ValueError, match=r"main\.x: cannot read the range"):
        declared_in("main.x", [f"within: {text}"])

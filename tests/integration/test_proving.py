"""Large warehouses prove each snapshot once: what is new is looked at, what fails is looked at again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.warehouse import build, checks
from orchestration.warehouse.checks import run_checks
from orchestration.warehouse.load import load_reading
from tests.integration.invented import reading, six, warehouse

GOOD = {"H05": six("60", "10", "10", "10", "10", "10", "10"), "H50": six("54", "9", "9", "9", "9", "9", "9")}
BETTER = {"H05": six("66", "16", "10", "10", "10", "10", "10"), "H50": six("54", "9", "9", "9", "9", "9", "9")}
PROVEN = "select count(*) from core.proven_snapshots"


def failing(connection, **how) -> set[str]:
    return {result.check.name for result in run_checks(connection, **how) if not result.passed}


def test_only_new_snapshots_are_looked_at_and_failing_ones_again(tmp_path: Path) -> None:
    connection = warehouse(tmp_path, reading("2026-10-05", GOOD))
    assert failing(connection, whole=True) == set()
    assert connection.execute(PROVEN).fetchall() == [(1,)]
    connection.execute("update core.observations set rate_pct = 101")  # behind the loader's back
    assert failing(connection, whole=False) == set()
    assert failing(connection, whole=True) == {"rates_within_hundred"}
    load_reading(connection, reading("2026-10-06", GOOD), "new")
    connection.execute("update core.observations set rate_pct = 101 where snapshot_key = 2")
    for _ in range(2):
        assert failing(connection, whole=False) == {"rates_within_hundred"}


@pytest.mark.parametrize("whole", [True, False])
def test_what_one_look_finds_is_told_by_the_check_that_it_breaks(tmp_path: Path, whole: bool) -> None:
    connection = warehouse(tmp_path, reading("2026-10-05", GOOD))
    connection.execute("insert into core.observations from core.observations where rowid = 0")
    promised = {"observations_key", "observations_values"}
    found = run_checks(connection, whole=whole)
    (told,) = (each for each in found if each.check.name in promised and not each.passed)
    assert (told.check.name, told.failing_count, told.sample[0][-1]) == ("observations_key", 1, 2)
    assert told.failing_snapshots == set(connection.execute("select snapshot_id from snapshots").fetchall()[0])


def test_a_late_cutoff_rewrites_what_its_successor_keeps(tmp_path: Path) -> None:
    connection = warehouse(tmp_path, reading("2026-10-05", GOOD), reading("2026-10-09", GOOD))
    assert failing(connection, whole=True) == set()
    load_reading(connection, reading("2026-10-07", BETTER), "late")
    assert connection.execute(PROVEN).fetchall() == [(1,)]  # the successor has to pass again
    assert connection.execute(
        "select cutoff_at::date::varchar, value, previous_value, delta, rank_change from trends_by_cutoff "
        "where unit_id = 'H05' and indicator_id = 'TOTAL' order by cutoff_at"
    ).fetchall() == [
        ("2026-10-05", 60, None, None, None), ("2026-10-07", 66, 60, 6, 0), ("2026-10-09", 60, 66, -6, 0),
    ]  # fmt: skip
    assert failing(connection, whole=False) == set()
    assert connection.execute(PROVEN).fetchall() == [(3,)]


def kept_as_computed(connection) -> bool:
    """Whether what is kept beside the values is what the values themselves give."""
    about_what_is_kept = ("series", "streaks", "jumps", "latest", "levels", "reorganisations", "previous")
    return not any(check.startswith(about_what_is_kept) for check in failing(connection, whole=True))


def test_a_late_cutoff_a_correction_and_a_repeated_load_leave_the_streaks_true(tmp_path: Path) -> None:
    days = [reading(f"2026-10-0{day}", GOOD if day % 2 else BETTER) for day in (3, 5, 6)]
    connection = warehouse(tmp_path, *days)
    for late in (reading("2026-10-04", BETTER), reading("2026-10-05", BETTER, observed="2026-10-08"), days[2]):
        load_reading(connection, late, "again")
        assert kept_as_computed(connection)
    assert connection.execute(
        "select direction, streak_length, since_cutoff_at::date::varchar, comparison_count from movers "
        "where unit_id = 'H05' and indicator_id = 'TOTAL'"
    ).fetchall() == [("unchanged", 2, "2026-10-04", 3)]
    assert connection.execute(
        "select count(*) from findings where rule = 'source_change_suspected' and unit_id = 'H05'"
    ).fetchall() == [(1,)]


def test_a_snapshot_that_turns_out_to_mix_two_refreshes_is_no_longer_the_newest(tmp_path: Path) -> None:
    connection = warehouse(tmp_path, reading("2026-10-03", GOOD), reading("2026-10-05", BETTER))
    load_reading(connection, reading("2026-10-05", BETTER, is_mixed_refresh=True), "read again")
    assert kept_as_computed(connection)
    for relation in ("latest", "movers"):
        assert connection.execute(
            f"select cutoff_at::date::varchar, value from {relation} where unit_id = 'H05' and indicator_id = 'TOTAL'"
        ).fetchall() == [("2026-10-03", 60)]


def test_a_check_that_breaks_the_engine_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = warehouse(tmp_path, reading("2026-10-05", GOOD))

    def broken(*_: object) -> None:
        raise duckdb.InternalException("INTERNAL Error: dict-surviving join\nStack Trace: …")

    monkeypatch.setattr(checks, "run_check", broken)
    with pytest.raises(checks.EngineBroke, match=r"cohort_means_are_means.*dict-surviving join$"):
        run_checks(connection)


def test_views_are_made_anew_only_where_the_code_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = warehouse(tmp_path, reading("2026-10-05", GOOD))
    connection.execute("drop view main.refusals")
    build.prepare(connection)
    with pytest.raises(duckdb.CatalogException):
        connection.execute("from main.refusals")
    monkeypatch.setattr(build, "views_version", lambda: "another")
    build.prepare(connection)
    assert connection.execute("from main.refusals").fetchall() == []
    (comment,) = connection.execute("select comment from duckdb_views() where view_name = 'refusals'").fetchall()[0]
    assert comment

"""Readings loaded together are what they would be one after another."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from orchestration import loading
from orchestration.readings import Reading, Refused, UnitSighting
from orchestration.warehouse.load import Named, load_reading, load_readings
from tests.integration.invented import reading, six, warehouse

PLACES = ("month", "quarter", "year")
STARTS = {"month": "2026-10-01", "quarter": "2026-10-01", "year": "2026-01-01"}
# Everything that a load writes and a person may read, without the keys that only count.
SAID = (
    "select * exclude (loaded_at, code_version) from loads order by all",
    "select * from snapshots order by all",
    "select * from observations order by all",
    "select * from trends_by_cutoff order by all",
    "select * from unit_names order by all",
    "select unit_id, name, level, parent_id, source from units order by all",
    "select * from coverage order by all",
    "select rule, text_vi from findings order by all",
)


def cutoff_of(day: str, points: str) -> list[Reading]:
    """One cutoff: the country's month, quarter and year."""
    values = {unit: six(points, "10", "10", "10", "10", "10", "10") for unit in ("H05", "H50")}
    return [reading(day, values, period=(kind, STARTS[kind]), level="province") for kind in PLACES]


def told(connection: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    return [connection.execute(sql).fetchall() for sql in SAID]


def named(readings: list[Reading]) -> list[Named]:
    return [Named(f"{each.scope_unit_id} {each.period}", each) for each in readings]


def test_together_and_one_after_another_say_the_same(tmp_path: Path) -> None:
    days = (cutoff_of("2026-10-06", "60"), cutoff_of("2026-10-04", "50"), cutoff_of("2026-10-06", "60"))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    together, apart = warehouse(tmp_path / "a"), warehouse(tmp_path / "b")
    for day in days:
        became = load_readings(together, named(day))
        assert became == [load_reading(apart, one.reading, one.name) for one in named(day)]
    # the older day came second, and is the one before the newer; the third load is the first, again
    deltas = together.execute("select distinct delta from trends_by_cutoff where indicator_id = 'TOTAL'").fetchall()
    assert {delta for (delta,) in deltas} == {None, 10}
    assert told(together) == told(apart)


def test_live_answers_are_read_ahead_in_their_order_and_documents_where_they_are_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readers: dict[str, str] = {}

    def read(_: object, batch: loading.Batch) -> str:
        readers[batch.name] = threading.current_thread().name
        if batch.name == "live 3":
            raise Refused(batch.name, "hỏng", "broken")
        return f"what {batch.name} says"

    monkeypatch.setattr(loading, "read_batch", read)
    names = [f"live {number}" for number in range(30)] + ["letter 30", "letter 31"]
    wanted = [
        SimpleNamespace(name=name, records=[SimpleNamespace(batch_id=None if name.startswith("letter") else name)])
        for name in names
    ]
    said = []
    for batch, reading_of in loading.read_ahead(None, wanted):  # type: ignore[arg-type]
        assert "letter 31" not in readers
        try:
            said.append(reading_of())
        except Refused as refused:
            said.append(refused.place)
        assert batch.name == names[len(said) - 1]
    assert said == ["live 3" if name == "live 3" else f"what {name} says" for name in names]
    assert {thread.startswith("reading") for name, thread in readers.items() if name.startswith("live")} == {True}
    assert {readers[name] for name in ("letter 30", "letter 31")} == {threading.current_thread().name}


def test_a_refused_load_leaves_the_connection_as_it_was(tmp_path: Path) -> None:
    connection = warehouse(tmp_path)
    before = connection.execute("select name, value from duckdb_settings() order by name").fetchall()
    (month, *_) = cutoff_of("2026-10-06", "60.12345")
    with pytest.raises(Refused, match="more than four decimals for TOTAL"):
        load_reading(connection, month, "too exact")
    assert connection.execute("select name, value from duckdb_settings() order by name").fetchall() == before
    load_reading(connection, cutoff_of("2026-10-06", "60.1234")[0], "exact")
    assert connection.execute("select distinct score from observations where indicator_id = 'TOTAL'").fetchall() == [
        (Decimal("60.1234"),)
    ]


@pytest.mark.parametrize("text", ["1E-5", "0.00001", "60.12340001", "1.000005E+1"])
def test_a_number_finer_than_its_column_stops_the_load_however_it_is_written(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused, match="more than four decimals"):
        load_reading(warehouse(tmp_path), cutoff_of("2026-10-06", text)[0], "too fine")


@pytest.mark.parametrize(
    ("text", "kept"), [("60.12340000", "60.1234"), ("6E+1", "60"), ("1.5E-3", "0.0015"), ("0E-9", "0")]
)
def test_a_number_that_fits_is_kept_however_it_is_written(tmp_path: Path, text: str, kept: str) -> None:
    connection = warehouse(tmp_path)
    load_reading(connection, cutoff_of("2026-10-06", text)[0], "fits")
    assert connection.execute("select distinct score from observations where indicator_id = 'TOTAL'").fetchall() == [
        (Decimal(kept),)
    ]


def test_two_readings_of_one_place_are_never_loaded_together(tmp_path: Path) -> None:
    connection = warehouse(tmp_path)
    twice = cutoff_of("2026-10-04", "50")[:1] + cutoff_of("2026-10-06", "60")[:1]
    with pytest.raises(ValueError, match="one after another"):
        load_readings(connection, named(twice))
    assert connection.execute("select count(*) from snapshots").fetchall() == [(0,)]


def test_a_code_shown_by_one_reading_serves_those_loaded_with_it(tmp_path: Path) -> None:
    month, quarter, _ = cutoff_of("2026-10-06", "60")
    month.units.append(UnitSighting(None, "portal-id", "Sở A", "agency", "H05"))
    quarter.units.append(UnitSighting("H05.77", "portal-id", "Sở A", "agency", "H05"))
    connection = warehouse(tmp_path)
    load_readings(connection, named([month, quarter]))
    found = connection.execute("select unit_id, name, parent_id from units where name = 'Sở A'").fetchall()
    assert found == [("H05.77", "Sở A", "H05")]


def test_one_that_does_not_fit_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    month, quarter, year = cutoff_of("2026-10-06", "60")
    quarter.observations[0] = quarter.observations[1]  # given twice, its total left out
    connection = warehouse(tmp_path)
    refused: list[str] = []
    monkeypatch.setattr(loading.Loader, "_settle", lambda *_: None)
    monkeypatch.setattr(loading.Loader, "_refuse", lambda self, record, name, reason: refused.append(name))
    loader = loading.Loader(connection, None, None, set(), lambda _: None)  # type: ignore[arg-type]
    for each in (month, quarter, year):
        batch = SimpleNamespace(name=str(each.period), records=[SimpleNamespace()])
        loader._wait(loading._Waiting(batch, None, each))  # type: ignore[arg-type]
    loader.flush()
    assert refused == ["2026-quarter-04"]
    assert [name for name, _ in loader.loaded] == ["2026-month-10", "2026"]
    kinds = connection.execute("select period_type from snapshots order by all").fetchall()
    assert kinds == [("month",), ("year",)]
    with pytest.raises(Refused, match="twice"):
        load_reading(connection, quarter, "again")

"""Loading readings: one transaction, the ledger's rows inside it, twice the same as once.

Belongs here: handing readings to `sql/load/*.sql` as staged frames. Does not belong here: what is
computed from it (the SQL says), or where it came from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import duckdb
import numpy as np
import pandas as pd

from orchestration.periods import Period
from orchestration.readings import Note, Observation, Reading, Refused, UnitSighting
from orchestration.reference.local import LISTS
from orchestration.reference.registry import list_files, load_unit_aliases, reference_csv
from orchestration.warehouse.connection import BROKEN, ROW_GROUP_SIZE, joins_as_written, transaction
from orchestration.warehouse.relations import load_statements
from orchestration.warehouse.versions import code_version

# The files of sql/load that write staged readings into core, in their order.
STEPS = ("snapshot", "cohorts", "pairs", "periods")
VALUE_STEPS = ("observations", "presence", "notes")
# Those of them, and of the others, that join the staged values with what little is known of them.
AS_WRITTEN = {"stage", "cohorts", "observations", "presence", "series"}
RENAMED = {"row": "locator_row", "vi": "text_vi", "en": "text_en"}  # what SQL or design.md call them
# What DuckDB raises for values that do not fit: the reading is refused, the run goes on.
UNFIT = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.OutOfRangeException)

Row = TypeVar("Row", Observation, UnitSighting, Note)


@dataclass(frozen=True, slots=True)
class Named:
    """A reading and what the ledger calls it."""

    name: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a reading: `loaded`, or `same_as` where its content was there already."""

    status: str
    snapshot_id: str
    row_count: int


def load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the closed lists (units, names, indicators, methodologies, lineage) of an empty warehouse.

    Raises `ReferenceDataError` when a list of this installation is not sound; nothing is loaded then.
    """
    load_unit_aliases()  # reads and proves both lists, rule by rule
    folder = reference_csv("units").parent
    with transaction(connection):
        connection.execute("set variable reference = ?", [str(folder)])
        for name in LISTS:
            connection.execute(f"set variable {name}_files = $files", {"files": list(map(str, list_files(name)))})
        connection.execute(load_statements("reference"))


def load_reading(
    connection: duckdb.DuckDBPyConnection, reading: Reading, name: str, loaded_at: datetime | None = None
) -> Loaded:
    """Load one reading; raises `Refused` when its values do not fit the warehouse."""
    return load_readings(connection, [Named(name, reading)], loaded_at)[0]


def load_readings(
    connection: duckdb.DuckDBPyConnection, readings: Sequence[Named], loaded_at: datetime | None = None
) -> list[Loaded]:
    """Load readings together, all or none; what became of each, in their order.

    No two of them may be of one source, scope and period: neither can be the one before the other then, and
    together they are what they would be one after another. Raises `Refused` when the values of any do not fit.
    """
    _require_apart(readings)
    _choose_tidying(connection, sum(len(named.reading.observations) for named in readings))
    name = readings[0].name if len(readings) == 1 else f"{readings[0].name} … {readings[-1].name}"
    try:
        with _staged(connection, readings), transaction(connection):
            connection.execute(load_statements("units"))
            _run(connection, "stage")
            _refuse_used_number(connection, name)
            write_core(connection)
            return _write_ledger(connection, loaded_at or datetime.now(UTC), len(readings))
    except UNFIT as error:
        raise Refused(
            name,
            f"Số liệu không khớp với kho: {error}. Kiểm tra tài liệu và danh mục tham chiếu.",
            f"The values do not fit the warehouse: {error}. Check the document and the reference lists.",
        ) from error


def write_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the staged readings into core, and what is kept beside them load by load."""
    _choose_snapshots(connection)
    for step in STEPS:
        _run(connection, step)
    changed = connection.execute(
        "select c.snapshot_key, c.previous_key, l.snapshot_key is null as was_there "
        "from changed_pairs as c left join loading as l on l.snapshot_key = c.snapshot_key"
    ).fetchall()
    loaded = connection.execute(
        "select p.previous_key from core.snapshot_pairs as p inner join loading using (snapshot_key)"
    ).fetchall()
    before = {previous for _, previous, _ in changed} | {previous for (previous,) in loaded}
    _set_span(connection, "before", before - {None})
    for step in VALUE_STEPS:
        _run(connection, step)
    _for_snapshots(connection, "successors", sorted({key for key, _, was_there in changed if was_there}))
    _for_snapshots(connection, "jumps", sorted({key for key, _, _ in changed}))
    due = connection.execute(load_statements("series_due")).fetchall()
    fold_series(connection, [key for key, is_late in due if not is_late])
    for key in (key for key, is_late in due if is_late):
        fold_series(connection, [key])


def _choose_snapshots(connection: duckdb.DuckDBPyConnection) -> None:
    """Which readings are loaded, and room for those that were loaded before."""
    _run(connection, "same_content")
    _run(connection, "loading")
    if connection.execute("select 1 from loading inner join core.snapshots using (snapshot_key) limit 1").fetchone():
        _run(connection, "replaced")


def fold_series(connection: duckdb.DuckDBPyConnection, snapshot_keys: Sequence[int]) -> None:
    """Take the snapshots' values into core.series; each is the newest of its period, and no two are of one."""
    _for_snapshots(connection, "series", snapshot_keys)


def _for_snapshots(connection: duckdb.DuckDBPyConnection, step: str, snapshot_keys: Sequence[int]) -> None:
    """Run a step for some snapshots, if there are any."""
    if snapshot_keys:
        connection.execute("set variable folding = ?", [list(snapshot_keys)])
        _set_span(connection, "folding", snapshot_keys)
        _run(connection, step)


def _run(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    with joins_as_written(connection) if step in AS_WRITTEN else nullcontext():
        connection.execute(load_statements(step))


def _set_span(connection: duckdb.DuckDBPyConnection, name: str, snapshot_keys: Collection[int]) -> None:
    """The first and last of some keys as variables: known beforehand, they let DuckDB skip every block of another."""
    connection.execute(f"set variable {name}_first = ?", [min(snapshot_keys, default=0)])
    connection.execute(f"set variable {name}_last = ?", [max(snapshot_keys, default=0)])


def place_of(reading: Reading) -> tuple[str, str, Period]:
    """What two readings of one load must not share."""
    return reading.source, reading.scope_unit_id, reading.period


def stage_facts(connection: duckdb.DuckDBPyConnection, facts: Sequence[dict[str, Any]]) -> None:
    """Stage the readings' own facts, one row for each, numbered from 1."""
    texts = [{"reading_no": number, **each} for number, each in enumerate(facts, start=1)]
    columns = {name: [_plain(row[name]) for row in texts] for name in texts[0]}
    _hand_over(connection, "staged_text", pd.DataFrame(columns, dtype="str"))
    connection.execute(load_statements("facts"))


def _require_apart(readings: Sequence[Named]) -> None:
    if len({place_of(named.reading) for named in readings}) < len(readings):
        raise ValueError("readings of one source, scope and period are loaded one after another")


def _choose_tidying(connection: duckdb.DuckDBPyConnection, value_count: int) -> None:
    """Let DuckDB put the remains of small loads together; a large one fills blocks of its own, which go as a whole."""
    connection.execute(f"set max_vacuum_tasks = {0 if value_count >= ROW_GROUP_SIZE else 100}")


@contextmanager
def _staged(connection: duckdb.DuckDBPyConnection, readings: Sequence[Named]) -> Iterator[None]:
    """The readings as tables of text: units and notes copied, the many values read where Python keeps them."""
    stage_facts(connection, [_facts(named.name, named.reading) for named in readings])
    each = [named.reading for named in readings]
    # a column of Python objects is text, whatever it looks like
    connection.execute("set pandas_analyze_sample = 0")
    try:
        _hand_over(connection, "staged_units", _frame([reading.units for reading in each], UnitSighting))
        _hand_over(connection, "staged_notes", _frame([reading.notes for reading in each], Note))
        connection.register("staged_observations", _frame([reading.observations for reading in each], Observation))
        yield
    finally:
        with suppress(*BROKEN):
            connection.unregister("staged_observations")
            connection.execute("reset pandas_analyze_sample")


def _hand_over(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    connection.register("frame", frame)
    connection.execute(f"create or replace temp table {name} as from frame")
    connection.unregister("frame")


def _facts(name: str, reading: Reading) -> dict[str, Any]:
    period = reading.period
    copied = (
        "source", "scope_unit_id", "cutoff_at", "observed_after", "observed_at", "is_mixed_refresh",
        "document_number", "document_date", "document_subject", "sha256", "confirmed_by", "confirmed_at",
    )  # fmt: skip
    return {field: getattr(reading, field) for field in copied} | {
        "name": name,
        "period_type": period.type,
        "period_label": f"{period.type}-{period}" if period.type == "year" else str(period),
        "period_start": period.start,
        "period_end": period.end,
        "period_closes_at": period.closes_at,
        "record_ids": list(reading.record_ids),
    }


def _plain(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return " ".join(value)
    return None if value is None else str(value)


def _frame(lists: Sequence[Sequence[Row]], shape: type[Row]) -> pd.DataFrame:
    """The rows of several readings one below another, each with its reading's number (from 1).

    DuckDB takes every cell as its text (1E+2 is read as 100) and SQL gives it its type, so that no number passes
    through a float.
    """
    rows = list(chain.from_iterable(lists))
    columns = {name: list(map(itemgetter(place), rows)) for place, name in enumerate(shape._fields)}
    frame = pd.DataFrame(columns, dtype=object).rename(columns=RENAMED)
    frame.insert(0, "reading_no", np.repeat(np.arange(1, len(lists) + 1), [len(each) for each in lists]))
    return frame


def _refuse_used_number(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    found = connection.execute(load_statements("same_number")).fetchone()
    if found is not None:
        number, day = found
        raise Refused(
            name,
            f"Văn bản mang số {number} nhưng khác ngày với văn bản số {number} đã nạp ({day:%d/%m/%Y}). Một trong hai "
            "bị đọc sai số hoặc ngày: hãy kiểm tra bản gốc, sửa rồi nạp lại.",
            f"The document carries number {number} under another date than the {number} already loaded "
            f"({day}). One of them is misread: check the originals, correct it and take it in again.",
        )


def _write_ledger(connection: duckdb.DuckDBPyConnection, loaded_at: datetime, count: int) -> list[Loaded]:
    connection.execute(load_statements("ledger"), {"loaded_at": loaded_at, "code_version": code_version()})
    newest = connection.execute(
        "select l.status, s.snapshot_id, l.row_count from core.loads as l "
        "join core.snapshots as s using (snapshot_key) order by l.load_key desc limit ?",
        [count],
    ).fetchall()
    return [Loaded(*row) for row in reversed(newest)]

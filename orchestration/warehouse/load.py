"""Loading one reading: one transaction, the ledger's row inside it, twice the same as once.

Belongs here: handing a reading to `sql/load/*.sql` as staged frames. Does not belong here: what is
computed from it (the SQL says), or where it came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

import duckdb
import pandas as pd

from orchestration.readings import Note, Observation, Reading, Refused, UnitSighting
from orchestration.reference.local import LISTS
from orchestration.reference.registry import list_files, load_unit_aliases, reference_csv
from orchestration.warehouse.connection import transaction
from orchestration.warehouse.relations import load_statements
from orchestration.warehouse.versions import code_version

OBSERVATION_COLUMNS = (
    "indicator_id", "unit_id", "portal_id", "score", "max_score", "rate_pct", "numerator", "denominator",
    "quality_flag", "locator", "row", "raw_text",
)  # fmt: skip
UNIT_COLUMNS = ("unit_id", "portal_id", "name", "level", "parent_id")
NOTE_COLUMNS = ("rule", "severity", "unit_id", "indicator_id", "place", "vi", "en")
# The files of sql/load that write a staged reading into core, in their order.
STEPS = ("snapshot", "cohorts", "pairs", "observations", "successors", "presence", "notes")
# What DuckDB raises for values that do not fit: the reading is refused, the run goes on.
UNFIT = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.OutOfRangeException)


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
    try:
        with transaction(connection):
            _stage(connection, reading)
            connection.execute(load_statements("units"))
            connection.execute(load_statements("stage"))
            _refuse_used_number(connection, name)
            known = _same_content(connection)
            if known is None:
                write_core(connection)
            return _write_ledger(connection, name, known, loaded_at or datetime.now(UTC))
    except UNFIT as error:
        raise Refused(
            name,
            f"Số liệu không khớp với kho: {error}. Kiểm tra tài liệu và danh mục tham chiếu.",
            f"The values do not fit the warehouse: {error}. Check the document and the reference lists.",
        ) from error


def write_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the staged reading into core, and what is kept beside it load by load."""
    for step in STEPS:
        connection.execute(load_statements(step))
    for snapshot_key in _keys(connection, "select distinct snapshot_key from changed_pairs"):
        _for_snapshot(connection, "jumps", snapshot_key)
    for snapshot_key in _keys(connection, load_statements("series_due")):
        fold_series(connection, snapshot_key)


def fold_series(connection: duckdb.DuckDBPyConnection, snapshot_key: int) -> None:
    """Take one snapshot's values into core.series; it is the newest of its period."""
    _for_snapshot(connection, "series", snapshot_key)


def _for_snapshot(connection: duckdb.DuckDBPyConnection, step: str, snapshot_key: int) -> None:
    """Run a step for one snapshot: a key known beforehand lets DuckDB skip every block of another."""
    connection.execute("set variable folding = ?", [snapshot_key])
    connection.execute(load_statements(step))


def _keys(connection: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    return [key for (key,) in connection.execute(query).fetchall()]


def _stage(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    connection.execute(load_statements("facts"), _facts(reading))
    frames = {
        "units": _frame(reading.units, UNIT_COLUMNS),
        "observations": _frame(reading.observations, OBSERVATION_COLUMNS),
        "notes": _frame(reading.notes, NOTE_COLUMNS),
    }
    renamed = {"row": "locator_row", "vi": "text_vi", "en": "text_en"}
    for name, frame in frames.items():
        connection.register("frame", frame.rename(columns=renamed))
        connection.execute(f"create or replace temp table staged_{name} as from frame")
        connection.unregister("frame")


def _facts(reading: Reading) -> dict[str, Any]:
    period = reading.period
    copied = (
        "source", "scope_unit_id", "cutoff_at", "observed_after", "observed_at", "is_mixed_refresh",
        "document_number", "document_date", "document_subject", "sha256", "confirmed_by", "confirmed_at",
    )  # fmt: skip
    return {name: getattr(reading, name) for name in copied} | {
        "period_type": period.type,
        "period_label": f"{period.type}-{period}" if period.type == "year" else str(period),
        "period_start": period.start,
        "period_end": period.end,
        "period_closes_at": period.closes_at,
        "record_ids": list(reading.record_ids),
    }


def _frame(rows: Sequence[Observation | UnitSighting | Note], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows as columns of text; SQL gives them their types, so that no number passes through a float."""
    texts = {column: _texts(list(map(attrgetter(column), rows))) for column in columns}
    return pd.DataFrame(texts, dtype="str")


def _texts(cells: Sequence[Decimal | int | str | None]) -> list[str | None]:
    """One column as text; those of text are taken as they are. SQL reads 1E+2 as it reads 100."""
    if set(map(type, cells)) <= {str, type(None)}:
        return list(cells)  # type: ignore[arg-type]
    return [None if cell is None else str(cell) for cell in cells]


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


def _same_content(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The key of another snapshot of this cutoff that says exactly the same, if there is one."""
    found = connection.execute(load_statements("same_content")).fetchone()
    return None if found is None else found[0]


def _write_ledger(
    connection: duckdb.DuckDBPyConnection, name: str, known_key: int | None, loaded_at: datetime
) -> Loaded:
    status = "loaded" if known_key is None else "same_as"
    key = known_key or connection.execute("select snapshot_key from loading").fetchall()[0][0]
    entry = {"snapshot_key": key, "status": status, "name": name, "loaded_at": loaded_at}
    connection.execute(load_statements("ledger"), entry | {"code_version": code_version()})
    row = connection.execute(
        "select s.snapshot_id, l.row_count from core.loads as l join core.snapshots as s using (snapshot_key) "
        "order by l.load_key desc limit 1"
    ).fetchall()[0]
    return Loaded(status, *row)

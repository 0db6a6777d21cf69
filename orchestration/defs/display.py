"""What the Dagster UI shows of a relation or a check: counts and a few rows, as metadata.

Belongs here: turning rows into Dagster metadata. Does not belong here: finding the rows that fail.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from orchestration.warehouse.checks import CheckResult
from orchestration.warehouse.connection import open_writer, writer_lock
from orchestration.warehouse.relations import Relation

PREVIEW_ROWS = 5
PATIENCE_SECONDS = 3.0
CELL_LENGTH = 60

Metadata = dict[str, Any]


def preview_relations(work: Path, relations: Iterable[Relation]) -> dict[str, Metadata]:
    """Row count and first rows of each relation, by qualified name, read from the work file."""
    shown = {}
    with writer_lock(work), open_writer(work) as connection:
        for relation in relations:
            shown[relation.qualified] = _shown(connection, relation.qualified)
    return shown


def _shown(connection: duckdb.DuckDBPyConnection, name: str) -> Metadata:
    """Count and first rows; what takes longer than `PATIENCE_SECONDS` is said to be left out, not waited for."""
    metadata: Metadata = {}
    try:
        with _patience(connection):
            rows = connection.execute(f"select * from {name} limit {PREVIEW_ROWS}")  # noqa: S608
            columns = [column[0] for column in rows.description or ()]
            metadata["preview"] = dg.MetadataValue.md(markdown_table(columns, rows.fetchall()))
        with _patience(connection):
            count = connection.execute(f"select count(*) from {name}").fetchall()[0][0]  # noqa: S608
            metadata["dagster/row_count"] = count
    except duckdb.InterruptException:
        metadata["not_counted"] = f"takes longer than {PATIENCE_SECONDS:g} s"
    return metadata


@contextmanager
def _patience(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    timer = threading.Timer(PATIENCE_SECONDS, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def check_result(result: CheckResult, key: dg.AssetKey) -> dg.AssetCheckResult:
    """A check's result with the first failing rows beside it."""
    metadata: Mapping[str, Any] = {"failing_rows": result.failing_count}
    if not result.was_run:
        metadata = {**metadata, "not_run": "only new snapshots were checked; chiso766 build --check-all runs it"}
    if not result.passed:
        metadata = {**metadata, "sample": dg.MetadataValue.md(markdown_table(result.columns, result.sample))}
    is_error = result.check.severity == "error"
    return dg.AssetCheckResult(
        check_name=result.check.name,
        asset_key=key,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        description=result.check.promise,
        metadata=metadata,
    )


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], length: int = CELL_LENGTH) -> str:
    """Rows as a markdown table; cells longer than `length` are cut."""
    lines = [columns, ["---"] * len(columns), *([_cell(value, length) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object, length: int) -> str:
    if value is None:
        return ""
    text = " ".join(str(value).split())
    shown = text if len(text) <= length else text[: length - 1] + "…"
    return shown.replace("|", "\\|")

"""Data checks: queries that return the rows that are wrong.

What a relation declares in its head (key, required, within) is one kind; each file of `sql/checks` is
another. A check of values looks at `core.snapshots_to_check`: after a load that is what was loaded, not a
hundred million rows that passed before. Belongs here: running them and keeping some failing rows to show.
A file's head comment is what it promises; a head line `-- severity: warning` makes it a warning, anything
else blocks publishing;
`-- relation: main.observations` says whom it speaks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb

from orchestration.warehouse.declarations import Declared
from orchestration.warehouse.relations import head_comment, load_statements, relations, sql_folder
from orchestration.warehouse.versions import views_version

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One check file."""

    name: str
    sql: str
    relation: str
    severity: Literal["error", "warning"]
    promise: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many rows fail, and the first few of them."""

    check: Check
    failing_count: int
    columns: tuple[str, ...]
    sample: tuple[tuple[Any, ...], ...]
    failing_snapshots: frozenset[str] = frozenset()  # the ids of the snapshots that failing rows belong to

    @property
    def passed(self) -> bool:
        """No failing row."""
        return self.failing_count == 0

    @property
    def is_blocking_failure(self) -> bool:
        """Failing rows of a check that must hold before anything is published."""
        return not self.passed and self.check.severity == "error"


@cache
def checks(root: Path | None = None) -> tuple[Check, ...]:
    """Every check, by name: the files', and those that relations declare."""
    folder = (root or sql_folder()) / "checks"
    written = [_parse(path) for path in folder.glob("*.sql")]
    declared = [check for relation in relations(root) for check in _declared(relation.declared)]
    return tuple(sorted([*written, *declared], key=lambda check: check.name))


def _declared(declared: Declared) -> list[Check]:
    """At most two for a relation: its key, and its values."""
    schema, _, name = declared.relation.partition(".")
    prefix = name if schema == "main" else f"{schema}_{name}"
    found = []
    if declared.key:
        sql, promise = declared.key_query(), declared.key_promise()
        found.append(Check(f"{prefix}_key", sql, declared.relation, "error", promise))
    if declared.required or declared.ranges:
        sql, promise = declared.values_query(), declared.values_promise()
        found.append(Check(f"{prefix}_values", sql, declared.relation, "error", promise))
    return found


def run_check(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    """Run one check; the query is counted whole and sampled."""
    cursor = connection.execute(check.sql)
    columns = tuple(column[0] for column in cursor.description or ())
    place = columns.index("snapshot_id") if "snapshot_id" in columns else None
    sample = cursor.fetchmany(SAMPLE_ROWS)
    count, rows, snapshots = 0, sample, set()
    while rows:
        count += len(rows)
        if place is not None:
            snapshots.update(row[place] for row in rows)
        rows = cursor.fetchmany(10_000)
    return CheckResult(check, count, columns, tuple(sample), frozenset(snapshots - {None}))


def run_checks(connection: duckdb.DuckDBPyConnection, *, whole: bool = False) -> list[CheckResult]:
    """Run every check, on the snapshots that have not passed them yet, or on the `whole` warehouse.

    The connection must be the writer's: the snapshots that passed are noted. One with a failing row
    (a warning's too) is looked at again in the next run, so that a finding stays until it is mended.
    """
    version = "" if whole else views_version()
    connection.execute("set variable checks_version = ?", [version])
    try:
        found = [run_check(connection, check) for check in checks()]
        failing = sorted(set().union(*(result.failing_snapshots for result in found)))
        connection.execute(load_statements("proven"), {"views_version": views_version(), "failing": failing})
        return found
    finally:
        connection.execute("reset variable checks_version")


def _parse(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    head = head_comment(sql)
    settings = dict(line.split(": ", 1) for line in head if line.startswith(("severity: ", "relation: ")))
    if "relation" not in settings:
        raise ValueError(f"{path}: a check names its relation in a head line `-- relation: main.<name>`")
    promise = " ".join(line for line in head if not line.startswith(("severity: ", "relation: ")))
    severity: Literal["error", "warning"] = "warning" if settings.get("severity") == "warning" else "error"
    return Check(path.stem, sql, settings["relation"], severity, promise)

"""Data checks: queries that return the rows that are wrong.

What a relation declares in its head (key, required, within) is one kind; each file of `sql/checks` is
another. Belongs here: running them and keeping some failing rows to show. A file's head comment is what
it promises; a head line `-- severity: warning` makes it a warning, anything else blocks publishing;
`-- relation: main.observations` says whom it speaks about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb

from orchestration.warehouse.declarations import Declared
from orchestration.warehouse.relations import head_comment, relations, sql_folder

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
    sample = cursor.fetchmany(SAMPLE_ROWS)
    count = len(sample)
    while rest := cursor.fetchmany(10_000):
        count += len(rest)
    return CheckResult(check, count, columns, tuple(sample))


def run_checks(connection: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run every check on what is built."""
    return [run_check(connection, check) for check in checks()]


def _parse(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    head = head_comment(sql)
    settings = dict(line.split(": ", 1) for line in head if line.startswith(("severity: ", "relation: ")))
    if "relation" not in settings:
        raise ValueError(f"{path}: a check names its relation in a head line `-- relation: main.<name>`")
    promise = " ".join(line for line in head if not line.startswith(("severity: ", "relation: ")))
    severity: Literal["error", "warning"] = "warning" if settings.get("severity") == "warning" else "error"
    return Check(path.stem, sql, settings["relation"], severity, promise)

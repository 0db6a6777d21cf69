"""Data checks: queries that return the rows that are wrong.

What a relation declares in its head (key, required, within) is one kind; each file of `sql/checks` is
another. A check of snapshots looks at `core.snapshots_to_check`: in a large warehouse that is what was
loaded since, not a hundred million rows that passed before; the variable `checks_from` says the first of
their cutoffs, because a constant passes where a join does not. Belongs here: running them and keeping some
failing rows to show. A file's head comment is what it promises; a head line `-- severity: warning` makes
it a warning, anything else blocks publishing; `-- scope: whole` says it can only look at everything;
`-- relation: main.observations` says whom it speaks about.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb

from orchestration.warehouse.connection import BROKEN
from orchestration.warehouse.declarations import Declared
from orchestration.warehouse.relations import head_comment, load_statements, relations, sql_folder
from orchestration.warehouse.versions import views_version

SAMPLE_ROWS = 5
# Up to here, every check over everything takes seconds.
WHOLE_UP_TO = 2_000_000
# Checks take all the memory they are given; most need no more than this.
MODEST_MEMORY = "300MB"
T = TypeVar("T")
SETTINGS = ("severity: ", "relation: ", "scope: ")


class EngineBroke(RuntimeError):
    """DuckDB broke; nothing is published, the published file is still the one before."""


def engine_broke(doing: str, error: Exception) -> EngineBroke:
    """Says on what DuckDB broke, and what to do."""
    if isinstance(error, EngineBroke):
        return error
    return EngineBroke(
        f"DuckDB hỏng khi chạy {doing}; chưa công bố gì. Chạy lại lệnh; nếu vẫn vậy, báo người phát triển kèm dòng "
        f"này. / DuckDB broke on {doing}; nothing is published. Run the command again; if it breaks again, show the "
        f"developers this line: {str(error).splitlines()[0]}"
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One check file."""

    name: str
    sql: str
    relation: str
    severity: Literal["error", "warning"]
    promise: str
    is_whole: bool = False  # it can only look at everything
    look_sql: str | None = None  # gives no row where this check, and any other with the same look, gives none
    since: tuple[str, str | None] | None = None  # `sql` and `look_sql` for the snapshots to check, where they differ


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many rows fail, and the first few of them.

    `was_run` is False for a whole-scope check that a run over new snapshots left out.
    """

    check: Check
    failing_count: int
    columns: tuple[str, ...]
    sample: tuple[tuple[Any, ...], ...]
    failing_snapshots: frozenset[str] = frozenset()  # the ids of the snapshots that failing rows belong to
    was_run: bool = True

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
    since = declared.not_yet_proven() or declared
    kinds = [("key", Declared.key_promise, Declared.key_query)] if declared.key else []
    if declared.required or declared.ranges:
        kinds.append(("values", Declared.values_promise, Declared.values_query))
    looks = (declared.look_query(), since.look_query()) if len(kinds) == 2 else (None, None)
    return [
        Check(
            f"{prefix}_{kind}", query(declared), declared.relation, "error", promise(declared),
            is_whole=declared.is_whole, look_sql=looks[0], since=(query(since), looks[1]),
        )
        for kind, promise, query in kinds
    ]  # fmt: skip


def run_check(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    """Run one check; the query is counted whole and sampled."""
    cursor = connection.execute(check.sql)
    columns = tuple(column[0] for column in cursor.description or ())
    place = columns.index("snapshot_id") if "snapshot_id" in columns else None
    sample = cursor.fetchmany(SAMPLE_ROWS)
    count, rows = 0, sample
    snapshots: set[Any] = set()
    while rows:
        count += len(rows)
        if place is not None:
            snapshots.update(row[place] for row in rows)
        rows = cursor.fetchmany(10_000)
    return CheckResult(check, count, columns, tuple(sample), frozenset(snapshots - {None}))


def run_checks(connection: duckdb.DuckDBPyConnection, *, whole: bool | None = None) -> list[CheckResult]:
    """Run the checks on the writer's connection, and note which snapshots passed them all.

    `whole`: every check looks at everything. Otherwise only at snapshots that have not passed these checks
    yet (all, where the checks changed), and checks of whole scope are left out. Unless told, a warehouse of up to
    `WHOLE_UP_TO` observations is checked whole. A snapshot with a failing row (a warning's too) is
    looked at again in the next run, so that a finding stays until it is mended.
    """
    is_whole = _is_due_whole(connection) if whole is None else whole
    connection.execute("set variable checks_version = ?", ["" if is_whole else views_version()])
    connection.execute(
        "set variable checks_from = "
        "(select coalesce(min(cutoff_at), '-infinity'::timestamptz) from core.snapshots_to_check)"
    )
    try:
        looks: dict[str, bool] = {}
        found = [_run_or_leave(connection, check, is_whole, looks) for check in checks()]
        failing = sorted(set().union(*(result.failing_snapshots for result in found)))
        connection.execute(load_statements("proven"), {"views_version": views_version(), "failing": failing})
        return found
    finally:
        with suppress(*BROKEN):
            connection.execute("reset variable checks_version; reset variable checks_from")


def _run_or_leave(
    connection: duckdb.DuckDBPyConnection, check: Check, is_whole: bool, looks: dict[str, bool]
) -> CheckResult:
    if check.is_whole and not is_whole:
        return CheckResult(check, 0, (), (), was_run=False)
    if not is_whole and check.since is not None:
        sql, look_sql = check.since
        check = replace(check, sql=sql, look_sql=look_sql)
    if check.look_sql is not None and _is_clean(connection, check.name, check.look_sql, looks):
        return CheckResult(check, 0, (), ())
    return _modestly(connection, check.name, partial(run_check, connection, check))


def _is_clean(connection: duckdb.DuckDBPyConnection, name: str, look_sql: str, looks: dict[str, bool]) -> bool:
    """Whether one look finds nothing wrong; `looks` remembers it for the other checks with the same look."""
    if look_sql not in looks:
        looks[look_sql] = _modestly(connection, name, partial(_finds_nothing, connection, look_sql))
    return looks[look_sql]


def _finds_nothing(connection: duckdb.DuckDBPyConnection, look_sql: str) -> bool:
    return connection.execute(look_sql).fetchone() is None


def _modestly(connection: duckdb.DuckDBPyConnection, name: str, look: Callable[[], T]) -> T:
    """Look in little memory, and in as much as there is where that is not enough."""
    try:
        connection.execute(f"set memory_limit = '{MODEST_MEMORY}'")
        return look()
    except duckdb.OutOfMemoryException:
        connection.execute("reset memory_limit")
        return look()
    except BROKEN as error:
        raise engine_broke(name, error) from error
    finally:
        with suppress(*BROKEN):  # after such a fault nothing can be set any more
            connection.execute("reset memory_limit")


def _is_due_whole(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select count(*) <= ? from core.observations", [WHOLE_UP_TO]).fetchall()[0]
    return bool(row[0])


def _parse(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    head = head_comment(sql)
    settings = dict(line.split(": ", 1) for line in head if line.startswith(SETTINGS))
    if "relation" not in settings:
        raise ValueError(f"{path}: a check names its relation in a head line `-- relation: main.<name>`")
    promise = " ".join(line for line in head if not line.startswith(SETTINGS))
    severity: Literal["error", "warning"] = "warning" if settings.get("severity") == "warning" else "error"
    return Check(path.stem, sql, settings["relation"], severity, promise, is_whole=settings.get("scope") == "whole")

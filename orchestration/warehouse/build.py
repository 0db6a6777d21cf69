"""Building the work file from readings, and knowing when it must be built from nothing.

Belongs here: the order of a build and its bookkeeping (ledger, refusals, the build's own row). Does
not belong here: reading sources (the caller hands readings in) and publishing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from orchestration.landing.records import Record
from orchestration.readings import FetchRun, MissingAnswer, Refused
from orchestration.warehouse.connection import open_writer, transaction, work_file
from orchestration.warehouse.dictionary import write_comments
from orchestration.warehouse.fetches import write_fetches
from orchestration.warehouse.load import load_reference
from orchestration.warehouse.relations import build_relations
from orchestration.warehouse.versions import code_version, views_version
from orchestration.warehouse.vietnamese import translate_views


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that could not be loaded, and why."""

    record: Record
    reason: Refused


def discard_if_outdated(work: Path, *, always: bool = False) -> bool:
    """Remove a work file made by other code or other lists; landing rebuilds it. True if removed."""
    path = work_file(work)
    if not path.exists() or (not always and _is_of_this_version(work)):
        return False
    for stale in (path, path.with_name(path.name + ".wal")):
        stale.unlink(missing_ok=True)
    return True


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables, reference lists, views and comments, ready for loading; made anew only where the code moved."""
    is_current = _has_views_of_this_version(connection)
    if not is_current:
        build_relations(connection)
    empty = connection.execute("select count(*) = 0 from core.units").fetchall()[0][0]
    if empty:
        load_reference(connection)
    with transaction(connection):
        if not is_current:
            write_comments(connection)
            translate_views(connection)
        connection.execute("delete from core.build")
        _write_build(connection, "unfinished")


def loaded_record_ids(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The landing records that the ledger knows."""
    rows = connection.execute("select distinct unnest(record_ids) from core.loads").fetchall()
    return {row[0] for row in rows}


def finish(
    connection: duckdb.DuckDBPyConnection,
    refusals: Iterable[Refusal],
    runs: Sequence[FetchRun] = (),
    missing: Sequence[MissingAnswer] = (),
    now: datetime | None = None,
) -> None:
    """Write down what was refused, what fetches did not get, and which build this is."""
    with transaction(connection):
        _write_refusals(connection, list(refusals))
        write_fetches(connection, runs, missing, now or datetime.now(UTC))
        connection.execute("delete from core.build")
        _write_build(connection, _build_id(connection))


def _is_of_this_version(work: Path) -> bool:
    try:
        with open_writer(work) as connection:
            row = connection.execute("select code_version from core.build").fetchone()
    except duckdb.Error:
        return False
    return row is not None and row[0] == code_version()


def _has_views_of_this_version(connection: duckdb.DuckDBPyConnection) -> bool:
    """The build's row is written last, in the transaction of the comments: where it stands, all before it does."""
    try:
        row = connection.execute("select views_version from core.build").fetchone()
    except duckdb.CatalogException:
        return False
    return row is not None and row[0] == views_version()


def _write_refusals(connection: duckdb.DuckDBPyConnection, refusals: list[Refusal]) -> None:
    frame = pd.DataFrame(
        [
            {
                "record_id": r.record.record_id, "kind": r.record.kind, "name": r.record.name,
                "sha256": r.record.sha256, "received_at": r.record.received_at.isoformat(),
                "cutoff_at": r.record.cutoff_at and r.record.cutoff_at.isoformat(),
                "batch_id": r.record.batch_id, "place": r.reason.place,
                "reason_vi": r.reason.vi, "reason_en": r.reason.en,
            }
            for r in refusals
        ],
        columns=["record_id", "kind", "name", "sha256", "received_at", "cutoff_at", "batch_id", "place",
                 "reason_vi", "reason_en"],
        dtype="str",
    )  # fmt: skip
    connection.execute("delete from core.refusals")
    connection.register("frame", frame)
    connection.execute("insert into core.refusals by name select * from frame")
    connection.unregister("frame")


def _build_id(connection: duckdb.DuckDBPyConnection) -> str:
    """Equal for two builds that say the same: the snapshots' contents, what is refused or missing, the code."""
    row = connection.execute(
        """
        select md5(concat_ws(
            '|', $code, $views,
            (select string_agg(snapshot_id || content_key, ',' order by snapshot_id) from core.snapshots),
            (select string_agg(record_id || reason_en, ',' order by record_id) from core.refusals),
            (select string_agg(text_en, ',' order by cutoff_at) from core.cutoff_log),
            (select string_agg(run_id || name || reason, ',' order by run_id, name) from core.missing_answers)
        ))
        """,
        {"code": code_version(), "views": views_version()},
    ).fetchall()
    return str(row[0][0])


def _write_build(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    connection.execute(
        "insert into core.build by name select $build_id as build_id, $code as code_version, "
        "$views as views_version, (select count(*) from core.observations) as observation_count, "
        "$built_at::timestamptz as built_at",
        {
            "build_id": build_id, "code": code_version(), "views": views_version(),
            "built_at": datetime.now(UTC),
        },
    )  # fmt: skip

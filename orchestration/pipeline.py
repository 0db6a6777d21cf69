"""The stations one after another: land, build, check, publish.

Belongs here: the order of the work and what it reports, for the command and for Dagster alike. Does
not belong here: what any station does inside, or how a report is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection

from orchestration.landing.archive import Landed, Landing
from orchestration.landing.quarantine import Reason, quarantine, release
from orchestration.landing.replay import Found, find_archive, found_letter
from orchestration.reading import Batch, batches, read_batch
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.warehouse import build, publish
from orchestration.warehouse.checks import CheckResult, run_checks
from orchestration.warehouse.connection import open_writer, writer_lock
from orchestration.warehouse.load import Loaded, load_reading

Report = Callable[[str], None]


def silent(_: str) -> None:
    """A report nobody reads."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What landing did with the files it was given."""

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Built:
    """What a build did."""

    was_rebuilt: bool = False
    loaded: list[tuple[str, Loaded]] = field(default_factory=list)
    refusals: list[build.Refusal] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    edition: publish.Edition | None = None

    @property
    def blocking_failures(self) -> list[CheckResult]:
        """The failed checks that forbid publishing."""
        return [result for result in self.checks if result.is_blocking_failure]


def land_archive(settings: Settings, folder: Path, report: Report = silent) -> Arrived:
    """Land every capture and letter of an archive folder."""
    return _land_all(settings, find_archive(folder), report)


def land_letters(settings: Settings, paths: Iterable[Path], report: Report = silent) -> Arrived:
    """Land letters by hand: files, or folders of them."""
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return _land_all(settings, (found_letter(file) for file in files if file.is_file()), report)


def build_warehouse(
    settings: Settings, report: Report = silent, *, from_nothing: bool = False, check_all: bool = False
) -> Built:
    """Bring the work file up to what landing holds, check it, and say what happened.

    `check_all`: run every check on everything, not only on the snapshots that have not passed yet.
    """
    landing = Landing(settings.landing)
    with writer_lock(settings.work):
        done = Built(was_rebuilt=build.discard_if_outdated(settings.work, always=from_nothing))
        with open_writer(settings.work) as connection:
            build.prepare(connection)
            known = build.loaded_record_ids(connection)
            for batch in batches(landing.records()):
                if not known.issuperset(record.record_id for record in batch.records):
                    _load_batch(connection, landing, settings, batch, done, report)
            build.finish(connection, done.refusals)
            report("checks")
            done.checks = run_checks(connection, whole=True if check_all else None)
            done.edition = publish.edition_of(connection)
    return done


def publish_warehouse(settings: Settings, built: Built, report: Report = silent) -> Path | None:
    """Publish what was built, unless a blocking check failed or analysts already have the same."""
    if built.blocking_failures:
        return None
    with writer_lock(settings.work):
        now = publish.published_edition(settings.current)
        if now is not None and built.edition is not None and now.build_id == built.edition.build_id:
            return None
        report("publish")
        return publish.publish(settings.work, settings.published)


def _land_all(settings: Settings, found: Iterable[Found], report: Report) -> Arrived:
    landing = Landing(settings.landing)
    new: list[str] = []
    known: list[str] = []
    refused: list[Reason] = []
    for item in found:
        report(item.path.name)
        if item.refused is not None or item.receipt is None:
            refused.append(_refuse_unread(settings, item))
            continue
        landed = landing.land(item.path.read_bytes(), item.receipt)
        _note_arrival(landed, new, known)
    return Arrived(tuple(new), tuple(known), tuple(refused))


def _note_arrival(landed: Landed, new: list[str], known: list[str]) -> None:
    (new if landed.is_new else known).append(landed.record.name)


def _refuse_unread(settings: Settings, item: Found) -> Reason:
    """A file that never lands still gets its reason; the file itself stays where it is."""
    refused = item.refused
    if refused is None:
        raise ValueError(f"{item.path} was found without a receipt or a reason")
    reason = Reason(item.path.name, refused.place, refused.vi, refused.en)
    mark = hashlib.sha256(str(item.path.absolute()).encode()).hexdigest()
    quarantine(settings.quarantine, mark, reason, None)
    return reason


def _load_batch(
    connection: DuckDBPyConnection, landing: Landing, settings: Settings, batch: Batch, done: Built, report: Report
) -> None:
    report(batch.name)
    first = batch.records[0]
    try:
        for reading in read_batch(landing, batch):
            done.loaded.append((batch.name, load_reading(connection, reading, batch.name)))
        release(settings.quarantine, batch.name, first.sha256)
    except Refused as refused:
        done.refusals.append(build.Refusal(first, refused))
        reason = Reason(batch.name, refused.place, refused.vi, refused.en)
        quarantine(settings.quarantine, first.sha256, reason, landing.payload(first))

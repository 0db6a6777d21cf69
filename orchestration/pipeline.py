"""The stations one after another: land, build, check, publish.

Belongs here: the order of the work and what it reports, for the command and for Dagster alike. Does
not belong here: what any station does inside, or how a report is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from orchestration.garbage import collected_seldom
from orchestration.intake import Taken, take_in
from orchestration.landing.archive import Landed, Landing, utc_now
from orchestration.landing.quarantine import Reason, quarantine
from orchestration.landing.replay import Found, find_archive
from orchestration.loading import Loader, read_ahead
from orchestration.parcels import Document, documents_in
from orchestration.portal.readiness import RunBook, fetch_run, landed_names
from orchestration.portal.runs import readable_runs
from orchestration.publications.page import make_page
from orchestration.reading import batches
from orchestration.reference.local import use_local_lists
from orchestration.settings import Settings
from orchestration.warehouse import build, publish
from orchestration.warehouse.checks import CheckResult, EngineBroke, engine_broke, run_checks
from orchestration.warehouse.connection import BROKEN, open_writer, writer_lock
from orchestration.warehouse.load import Loaded

Report = Callable[[str], None]
# DuckDB 2.0.0 breaks now and then on a statement that it runs well the next time (docs/decisions/0009-engine.md).
BUILD_ATTEMPTS = 3


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
    """What a build did; `held` are batches of fetches that have not ended, or never did."""

    was_rebuilt: bool = False
    loaded: list[tuple[str, Loaded]] = field(default_factory=list)
    refusals: list[build.Refusal] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
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
    """Land letters by hand: files, folders of them, zip archives."""
    return land_documents(settings, documents_in(paths), report)[1]


def land_documents(
    settings: Settings, documents: Iterable[Document], report: Report = silent
) -> tuple[list[Taken], Arrived]:
    """Land documents: each by itself, and all together."""
    taken = take_in(settings, documents, report)
    return taken, arrived_of(taken)


def arrived_of(taken: Iterable[Taken]) -> Arrived:
    """What arrived, in one word for each kind of arrival."""
    taken = list(taken)
    return Arrived(
        tuple(one.document_name for one in taken if one.record_id and one.is_new),
        tuple(one.document_name for one in taken if one.record_id and not one.is_new),
        tuple(Reason(one.document_name, one.refused.place, one.refused.vi, one.refused.en)
              for one in taken if one.refused),
    )


def build_warehouse(
    settings: Settings,
    report: Report = silent,
    *,
    from_nothing: bool = False,
    check_all: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Built:
    """Bring the work file up to what landing holds, check it, and say what happened.

    `check_all`: run every check on everything, not only on the snapshots that have not passed yet. Where DuckDB itself
    breaks, the build goes on from its last load, twice at most; then raises `EngineBroke`.
    """
    use_local_lists(settings.reference)
    with writer_lock(settings.work), collected_seldom():
        done = Built(was_rebuilt=build.discard_if_outdated(settings.work, always=from_nothing))
        for attempt in range(1, BUILD_ATTEMPTS + 1):
            try:
                _build(settings, report, done, clock(), check_all)
                break
            except (*BROKEN, EngineBroke) as error:
                if attempt == BUILD_ATTEMPTS:
                    raise engine_broke("build", error) from error
                report("DuckDB hỏng, chạy tiếp / DuckDB broke, going on")
    return done


def _build(settings: Settings, report: Report, done: Built, now: datetime, check_all: bool) -> None:
    """One try at a build on a connection of its own; `done` tells of it, and of what earlier tries have loaded."""
    done.refusals.clear()
    done.held.clear()
    landing = Landing(settings.landing)
    with open_writer(settings.work) as connection:
        build.prepare(connection)
        known = build.loaded_record_ids(connection)
        book = RunBook(readable_runs(settings.home / "portal" / "runs"), now)
        records = landing.records_with_news(known, also=book.killed_at())
        loader = Loader(connection, landing, settings, known, report, done.loaded, done.refusals)
        new = [batch for batch in batches(records) if not known.issuperset(one.record_id for one in batch.records)]
        readiness = [book.readiness(batch.records) for batch in new]
        done.held.extend(batch.name for batch, state in zip(new, readiness, strict=True) if state != "whole")
        whole = [batch for batch, state in zip(new, readiness, strict=True) if state == "whole"]
        for batch, read in read_ahead(landing, whole):
            loader.take(batch, read)
        loader.flush()
        missing = list(book.missing(landed_names(records)))
        build.finish(connection, done.refusals, [fetch_run(run) for run in book.runs], missing, now)
        report("checks")
        done.checks = run_checks(connection, whole=True if check_all else None)
        done.edition = publish.edition_of(connection)


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


def publish_for_readers(settings: Settings, built: Built, report: Report = silent) -> Path | None:
    """Publish the file and, from it, the page; a page that is there and says the same is left alone."""
    fresh = publish_warehouse(settings, built, report)
    is_page_due = fresh is not None or not page_of(settings).exists()
    if is_page_due and settings.current.exists():
        report("page")
        make_page(settings.current, settings.published, settings.home_province)
    return fresh


def page_of(settings: Settings) -> Path:
    """Where the page lies, made or not."""
    return settings.published / "page" / "index.html"


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

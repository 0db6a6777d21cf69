"""Letters by hand: `ingest` takes in files, folders and archives, `inbox` what people dropped there.

Belongs here: options, words and exit codes. Does not belong here: the work (`intake`, `inbox`,
`pipeline`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from orchestration import inbox as inbox_folder
from orchestration import pipeline, summary
from orchestration.commands.outcome import CHECK_FAILED, REFUSED, as_json, progress
from orchestration.intake import Outcome, Status, outcomes_of
from orchestration.landing.archive import utc_now
from orchestration.parcels import documents_in
from orchestration.settings import Settings

WORDS: dict[Status, str] = {
    "loaded": "đã nạp / loaded",
    "revision": "bản đính chính, đã nạp / revision, loaded",
    "same_as": "nội dung đã có / same content as",
    "known": "đã nhận từ trước / known",
    "refused": "BỊ TỪ CHỐI / REFUSED",
    "not_built": "đã nhận, chưa dựng / landed, not built yet",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@as_json
@click.pass_obj
def ingest(settings: Settings, paths: tuple[Path, ...], as_json: bool) -> None:
    """Take in letters by hand: files, folders, zip archives. The files stay where they are.

    An answer of the portal, or rows of the old one (JSON or CSV), is taken in with its description
    beside it: x.csv with x.meta.json.

    Each document's outcome is told: loaded, a revision, the same content as another, known already,
    or refused and why. Exit code 3 when one of them was refused, 1 when nothing could be published.
    """
    with progress(as_json) as report:
        taken, arrived = pipeline.land_documents(settings, documents_in(paths), report)
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
    _conclude(settings, outcomes_of(settings, taken), arrived, built, published, as_json)


@click.command()
@click.option("--rest", default=inbox_folder.REST_SECONDS, show_default=True,
              help="Seconds that a file must lie untouched before it is taken.")  # fmt: skip
@as_json
@click.pass_obj
def inbox(settings: Settings, rest: float, as_json: bool) -> None:
    """Take in what lies in the inbox, then file it: inbox/done/<date>/ or the quarantine.

    A file that is still being written stays; the next run takes it.
    """
    settings.inbox.mkdir(parents=True, exist_ok=True)
    with progress(as_json) as report:
        report(str(settings.inbox))
        files = inbox_folder.take_inbox(settings, inbox_folder.whole_files(settings.inbox, rest), report)
        taken = [one for _, documents in files for one in documents]
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
        outcomes = outcomes_of(settings, taken)
        if not built.blocking_failures:
            inbox_folder.file_inbox(settings, files, utc_now())
    _conclude(settings, outcomes, pipeline.arrived_of(taken), built, published, as_json)


def _conclude(
    settings: Settings, outcomes: Sequence[Outcome], arrived: pipeline.Arrived, built: pipeline.Built,
    published: Path | None, as_json: bool,
) -> None:
    told = summary.of_run(settings, arrived, built, published) | {"documents": list(map(_told, outcomes))}
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else _text(told))
    if built.blocking_failures:
        sys.exit(CHECK_FAILED)
    if any(outcome.status == "refused" for outcome in outcomes):
        sys.exit(REFUSED)


def _told(outcome: Outcome) -> dict[str, Any]:
    reasons = [{"place": reason.place, "vi": reason.vi, "en": reason.en} for reason in outcome.reasons]
    return asdict(replace(outcome, reasons=())) | {"reasons": reasons}


def _text(told: dict[str, Any]) -> str:
    lines = [line for document in told["documents"] for line in _document_lines(document)]
    lines = lines or ["Không có tài liệu nào để nhận. / There was no document to take in."]
    counts: dict[Status, int] = {}
    for document in told["documents"]:
        counts[document["status"]] = counts.get(document["status"], 0) + 1
    lines += ["", *(f"{count} {WORDS[status]}" for status, count in counts.items())]
    if "refused" in counts:
        lines.append(f"Lý do ở / the reasons are in {told['quarantine']}")
    lines += summary.check_lines(told)
    if "current" in told:
        lines += ["", summary.status_text(told)]
    return "\n".join(lines)


def _document_lines(document: dict[str, Any]) -> list[str]:
    snapshots = ", ".join(document["snapshot_ids"])
    rows = f", {document['row_count']} giá trị / values" if document["status"] in ("loaded", "revision") else ""
    told = f": {snapshots}{rows}" if snapshots else ""
    return [f"{document['origin']}: {WORDS[document['status']]}{told}", *(
        f"    {reason['place']}: {reason['vi']}\n    {reason['en']}" for reason in document["reasons"])]

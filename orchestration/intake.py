"""Documents handed over → landed, and what became of each.

Belongs here: landing what `parcels` finds, and joining it with what the build says of it. Does not
belong here: finding documents, building, words for a person (`commands.letters`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from orchestration.landing.archive import Landing
from orchestration.landing.quarantine import Reason, quarantine
from orchestration.landing.records import Receipt
from orchestration.parcels import Document
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.warehouse.arrivals import Arrival, Fate, arrivals_of

Status = Literal["loaded", "known", "same_as", "revision", "refused", "not_built"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was handed over: its record, or why it never landed."""

    document_name: str
    origin: str
    record_id: str | None
    sha256: str | None
    is_new: bool
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document. `known`: taken in before, and nothing about it has changed."""

    name: str
    origin: str
    status: Status
    snapshot_ids: tuple[str, ...] = ()
    row_count: int = 0
    reasons: tuple[Refused, ...] = field(default=())


def take_in(settings: Settings, documents: Iterable[Document], report: Callable[[str], None]) -> list[Taken]:
    """Land each document; one that cannot be read is quarantined with its reason, and the next follows."""
    landing = Landing(settings.landing)
    taken = []
    for document in documents:
        report(document.origin)
        taken.append(_land(landing, settings, document))
    return taken


def _land(landing: Landing, settings: Settings, document: Document) -> Taken:
    if document.payload is None:
        refused = document.refused or Refused(document.name, "Không có nội dung.", "There is no content.")
        mark = document.sha256 or hashlib.sha256(document.origin.encode()).hexdigest()
        quarantine(settings.quarantine, mark, Reason(document.name, refused.place, refused.vi, refused.en), None)
        return Taken(document.name, document.origin, None, None, False, refused)
    receipt = document.receipt or Receipt(kind="letter", name=document.name)
    landed = landing.land(document.payload, receipt)
    return Taken(document.name, document.origin, landed.record.record_id, landed.record.sha256, landed.is_new)


def outcomes_of(settings: Settings, taken: Iterable[Taken]) -> list[Outcome]:
    """What the last build made of each document that was taken in."""
    known = list(taken)
    arrivals = arrivals_of(settings.work, {one.record_id for one in known if one.record_id})
    return [_outcome(one, arrivals.get(one.record_id or "", [])) for one in known]


def _outcome(taken: Taken, arrivals: list[Arrival]) -> Outcome:
    if taken.refused is not None:
        return Outcome(taken.document_name, taken.origin, "refused", reasons=(taken.refused,))
    fates: set[Fate] = {arrival.fate for arrival in arrivals}
    reasons = tuple(Refused(a.place, a.vi, a.en) for a in arrivals if a.fate == "refused")
    snapshots = tuple(dict.fromkeys(a.snapshot_id for a in arrivals if a.snapshot_id))
    rows = sum(arrival.row_count for arrival in arrivals)
    return Outcome(
        taken.document_name, taken.origin, _status(fates, taken.is_new), snapshots, rows, reasons
    )


def _status(fates: set[Fate], is_new: bool) -> Status:
    """Of a letter with several readings, what a person must look at first."""
    if not fates:
        return "not_built"
    if "refused" in fates:
        return "refused"
    if not is_new:
        return "known"
    return next(fate for fate in ("revision", "loaded", "same_as") if fate in fates)

"""From landed records to readings, whatever the source.

Belongs here: which records belong to one reading and which reader takes them. Does not belong
here: how any of them reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.landing.archive import Landing
from orchestration.landing.records import Record
from orchestration.letters.reading import read_letter_record
from orchestration.letters.review import read_reviewed_letter
from orchestration.portal.batches import sort_out
from orchestration.portal.legacy import read_legacy
from orchestration.portal.reading import read_portal_batch, read_what_is_fit
from orchestration.readings import Reading, Refused


@dataclass(frozen=True, slots=True)
class Batch:
    """The records that make one snapshot: one letter, with its review where it has one, one capture, or
    one live attempt."""

    records: tuple[Record, ...]

    @property
    def name(self) -> str:
        """How a person would call it: the first record's file or request."""
        return self.records[0].name


def batches(records: Iterable[Record]) -> list[Batch]:
    """The records in batches, in the order in which each batch began to arrive."""
    found = list(records)
    letters = {record.sha256: record for record in found if record.kind == "letter"}
    reviewed = {record.reviewed_sha256 for record in found if record.kind == "review"}
    grouped: dict[str, list[Record]] = {}
    for record in found:
        if record.kind == "review":  # whoever handed it in: each review is a whole letter
            letter = letters.get(record.reviewed_sha256 or "")
            grouped[record.record_id] = [record] if letter is None else [letter, record]
        elif record.kind != "letter" or record.sha256 not in reviewed:
            grouped.setdefault(record.batch_id or record.record_id, []).append(record)
    return [Batch(tuple(batch)) for batch in grouped.values()]


@dataclass(frozen=True, slots=True)
class BatchRead:
    """What a batch says, and which of its answers say nothing, each with the reason."""

    readings: tuple[Reading, ...]
    left_out: tuple[tuple[Record, Refused], ...] = ()


def read_batch(landing: Landing, batch: Batch) -> BatchRead:
    """Read one batch; raises `Refused`, or `Damaged` when the archive no longer holds."""
    first, last = batch.records[0], batch.records[-1]
    if last.kind == "review":
        if first is last:
            raise _without_letter(first)
        return BatchRead(tuple(read_reviewed_letter(first, last, landing.payload(last))))
    if first.kind == "letter":
        return BatchRead(tuple(read_letter_record(first, landing.payload(first))))
    if first.kind == "portal_legacy":
        return BatchRead((read_legacy(first, landing.payload(first)),))
    if first.batch_id is None:
        return BatchRead((read_portal_batch([(first, landing.payload(first))]),))
    return _read_live(landing, batch)


def _read_live(landing: Landing, batch: Batch) -> BatchRead:
    answers = sort_out(landing, batch.records)
    left_out = [(record, Refused(record.name, seen.vi, seen.en)) for record, seen in answers.unresolved]
    reading, unfit = read_what_is_fit(answers.usable)
    return BatchRead(() if reading is None else (reading,), (*left_out, *unfit))


def _without_letter(review: Record) -> Refused:
    return Refused(
        review.name,
        "Kho lưu gốc có phiếu rà soát nhưng không có văn bản của phiếu; hãy khôi phục kho lưu từ bản sao.",
        "The archive has this review sheet but not the letter it is of; restore the archive from its copy.",
    )

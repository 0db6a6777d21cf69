"""The landing archive: raw bytes for ever, content-addressed, with a record for each arrival.

    payloads/ab/abcdef….gz      the bytes, gzipped, named by the sha256 of what was received
    records/2026/<id>.json      what was asked, when, what came; written last: the commit mark
    checked/<id>                when the same answer was last seen again (the only thing that moves)

Belongs here: keeping, finding and re-hashing. Does not belong here: judging what the bytes say.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from orchestration.landing.durable import write_durably
from orchestration.landing.records import Receipt, Record

MAX_PAYLOAD_BYTES = 64 * 1024 * 1024


class PayloadTooLarge(ValueError):
    """More bytes than the archive takes; the portal's largest answer is under 1 MB."""


class Damaged(Exception):
    """What lies in the archive is not what was received."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What `land` did: the record, and whether this arrival was new."""

    record: Record
    is_new: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """A record or payload that no longer holds, with what is wrong."""

    record_id: str
    path: Path
    problem: str


def utc_now() -> datetime:
    """The clock of the archive; tests put another in its place."""
    return datetime.now(UTC)


class Landing:
    """The archive under one folder. Safe for one writer at a time and any number of readers."""

    def __init__(self, root: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.root = root
        self._clock = clock

    def land(self, payload: bytes, receipt: Receipt) -> Landed:
        """Keep `payload` and its record; told of the same arrival again, only move its check time.

        Raises `PayloadTooLarge` beyond `MAX_PAYLOAD_BYTES`, before anything is written.
        """
        if len(payload) > MAX_PAYLOAD_BYTES:
            raise PayloadTooLarge(f"{receipt.name}: {len(payload)} bytes, more than {MAX_PAYLOAD_BYTES}")
        sha256 = hashlib.sha256(payload).hexdigest()
        record_id = receipt.identity(sha256)
        known = self._find(record_id)
        if known is not None:
            self.mark_checked(record_id)
            return Landed(known, is_new=False)
        record = Record(
            **receipt.model_dump(), record_id=record_id, received_at=self._clock(),
            sha256=sha256, size_bytes=len(payload),
        )
        self._keep_payload(sha256, payload)
        text = record.model_dump_json(indent=1, exclude_none=True)
        write_durably(self._record_path(record), text.encode())
        return Landed(record, is_new=True)

    def mark_checked(self, record_id: str) -> None:
        """Note that the content of a record was seen again now, unchanged."""
        write_durably(self.root / "checked" / record_id, self._clock().isoformat().encode())

    def holds(self, record_id: str) -> bool:
        """Whether an arrival of this identity has landed."""
        return next(self.root.glob(f"records/*/{record_id}.json"), None) is not None

    def last_checked_at(self, record: Record) -> datetime:
        """The latest instant at which this record's content was seen at its source."""
        path = self.root / "checked" / record.record_id
        if not path.exists():
            return record.observed_at
        return max(record.observed_at, datetime.fromisoformat(path.read_text()))

    def records(self) -> list[Record]:
        """Every record, in the order of arrival; ties by id, so that a rebuild repeats exactly."""
        found = [self._read_record(path) for path in self._record_paths()]
        return sorted(found, key=lambda record: (record.received_at, record.record_id))

    def payload(self, record: Record) -> bytes:
        """The bytes as received; raises `Damaged` when they are not those that were received."""
        path = self._payload_path(record.sha256)
        try:
            with gzip.open(path) as file:
                payload = file.read(record.size_bytes + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Damaged(f"{path}: cannot be read ({error})") from error
        if hashlib.sha256(payload).hexdigest() != record.sha256:
            raise Damaged(f"{path}: content no longer matches its sha256")
        return payload

    def verify(self) -> Iterator[Damage | None]:
        """Re-hash every record's payload: None for each sound one, a `Damage` for each other."""
        for path in self._record_paths():
            try:
                record = self._read_record(path)
                self.payload(record)
                yield None
            except Damaged as error:
                yield Damage(path.stem, path, str(error))

    def _find(self, record_id: str) -> Record | None:
        found = next(self.root.glob(f"records/*/{record_id}.json"), None)
        return None if found is None else self._read_record(found)

    def _keep_payload(self, sha256: str, payload: bytes) -> None:
        path = self._payload_path(sha256)
        if not path.exists():
            # mtime=0: the same content makes the same file, whenever it is written
            write_durably(path, gzip.compress(payload, compresslevel=6, mtime=0))

    def _payload_path(self, sha256: str) -> Path:
        return self.root / "payloads" / sha256[:2] / f"{sha256}.gz"

    def _record_path(self, record: Record) -> Path:
        return self.root / "records" / f"{record.received_at:%Y}" / f"{record.record_id}.json"

    def _record_paths(self) -> list[Path]:
        return sorted(self.root.glob("records/*/*.json"))

    @staticmethod
    def _read_record(path: Path) -> Record:
        try:
            return Record.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise Damaged(f"{path}: not a landing record ({error})") from error

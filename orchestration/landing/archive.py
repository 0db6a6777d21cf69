"""The landing archive: raw bytes for ever, content-addressed, with a record for each arrival.

    payloads/ab/abcdef….gz          the bytes, gzipped, named by the sha256 of what was received
    records/2026/11-23/<id>.json    what was asked, when, what came; written last: the commit mark
    checked/<id>                    when the same answer was last seen again (the only thing that moves)

A record lies in the folder of the day on which it was received (UTC), so that a run reads the days it
needs and not the years before them. (Records of earlier versions lie in the year's folder; they are read
as ever.)

Belongs here: keeping, finding and re-hashing. Does not belong here: judging what the bytes say.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
        self._known: dict[str, Path] | None = None

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
        # the record last: it says that the payload is there
        self._keep_payload(sha256, payload)
        path = self._record_path(record)
        write_durably(path, record.model_dump_json(indent=1, exclude_none=True).encode())
        if self._known is not None:
            self._known[record_id] = path
        return Landed(record, is_new=True)

    def mark_checked(self, record_id: str) -> None:
        """Note that the content of a record was seen again now, unchanged."""
        write_durably(self.root / "checked" / record_id, self._clock().isoformat().encode())

    def holds(self, record_id: str) -> bool:
        """Whether an arrival of this identity has landed."""
        return self._find(record_id) is not None

    def last_checked_at(self, record: Record) -> datetime:
        """The latest instant at which this record's content was seen at its source."""
        path = self.root / "checked" / record.record_id
        if not path.exists():
            return record.observed_at
        return max(record.observed_at, datetime.fromisoformat(path.read_text()))

    def records(self, since: datetime | None = None) -> list[Record]:
        """Every record, in the order of arrival; ties by id, so that a rebuild repeats exactly.

        `since` leaves out the days before it; a little of what came earlier that day may be given too.
        """
        first = None if since is None else since.astimezone(UTC).date()
        days = self._days()
        return self._read(path for day in days if first is None or day is None or day >= first for path in days[day])

    def records_with_news(self, known: Set[str], also: Iterable[datetime] = ()) -> list[Record]:
        """The records of each day on which one arrived that is not `known`, and of the days beside it.

        Answers of one batch arrive within hours: who knows none but some of a batch gets all of it.
        `also` are instants whose days are wanted as if something were new on them.
        """
        days = self._days()
        new = {day for day, paths in days.items() if any(path.stem not in known for path in paths)}
        new |= {instant.astimezone(UTC).date() for instant in also}
        wanted = new | {day + timedelta(days=side) for day in new if day is not None for side in (-1, 1)}
        return self._read(path for day, paths in days.items() if day in wanted for path in paths)

    def _read(self, paths: Iterable[Path]) -> list[Record]:
        return sorted(map(self._read_record, paths), key=lambda record: (record.received_at, record.record_id))

    def _days(self) -> dict[date | None, list[Path]]:
        """The record files by the day they came; None for those of earlier versions, by year only."""
        days: dict[date | None, list[Path]] = {None: sorted(self.root.glob("records/*/*.json"))}
        for folder in sorted(self.root.glob("records/*/*/")):
            day = date.fromisoformat(f"{folder.parent.name}-{folder.name}")
            days[day] = [folder / name for name in sorted(os.listdir(folder)) if _is_record(name)]
        return days

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
        if self._known is None:
            self._known = {path.stem: path for path in self._record_paths()}
        found = self._known.get(record_id)
        return None if found is None else self._read_record(found)

    def _keep_payload(self, sha256: str, payload: bytes) -> None:
        path = self._payload_path(sha256)
        if not path.exists():
            # mtime=0: the same content makes the same file, whenever it is written
            write_durably(path, gzip.compress(payload, compresslevel=6, mtime=0))

    def _payload_path(self, sha256: str) -> Path:
        return self.root / "payloads" / sha256[:2] / f"{sha256}.gz"

    def _record_path(self, record: Record) -> Path:
        day = record.received_at.astimezone(UTC)
        return self.root / "records" / f"{day:%Y}" / f"{day:%m-%d}" / f"{record.record_id}.json"

    def _record_paths(self) -> list[Path]:
        return [path for paths in self._days().values() for path in paths]

    @staticmethod
    def _read_record(path: Path) -> Record:
        try:
            return Record.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise Damaged(f"{path}: not a landing record ({error})") from error


def _is_record(name: str) -> bool:
    # a temporary file of a write under way, or of a killed one, is none
    return name.endswith(".json") and not name.startswith(".")

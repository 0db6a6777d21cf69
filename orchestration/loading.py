"""From batches to the warehouse: read each, load what is fit, put aside what is not.

Belongs here: which readings are loaded together, and what becomes of a batch that is refused. Does not
belong here: reading (`reading`), the statements of a load (`warehouse.load`), which batches are whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from duckdb import DuckDBPyConnection

from orchestration.landing.archive import Landing
from orchestration.landing.quarantine import Reason, quarantine, release
from orchestration.landing.records import Record
from orchestration.letters.held import Held
from orchestration.reading import Batch, BatchRead, read_batch
from orchestration.readings import Reading, Refused
from orchestration.reviewing import hold
from orchestration.settings import Settings
from orchestration.warehouse.build import Refusal
from orchestration.warehouse.load import Loaded, Named, load_readings, place_of

# A load has costs of its own, whatever its size; so many values are some tens of megabytes of Python objects.
VALUES_AT_ONCE = 80_000
BATCHES_AHEAD = 24


def read_ahead(landing: Landing, wanted: Iterable[Batch]) -> Iterator[tuple[Batch, Callable[[], BatchRead]]]:
    """The batches in their order, each with what gives its reading, or raises why there is none.

    Live answers are read by a thread of its own while the ones before them are loaded: DuckDB works outside Python.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader:
        ahead: deque[tuple[Batch, Callable[[], BatchRead]]] = deque()
        for batch in wanted:
            is_live = batch.records[0].batch_id is not None
            read = reader.submit(read_batch, landing, batch).result if is_live else partial(read_batch, landing, batch)
            ahead.append((batch, read))
            if len(ahead) > BATCHES_AHEAD:
                yield ahead.popleft()
        while ahead:
            yield ahead.popleft()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A reading on its way into the warehouse, and the batch that it was read from."""

    batch: Batch
    read: BatchRead
    reading: Reading


@dataclass(slots=True)
class Loader:
    """Loads batches in their order; readings of different scopes and periods together.

    `known` are the records that the ledger knows. What became of each reading stands in `loaded`, what is
    refused in `refusals`. Nothing is sure to be loaded before `flush`.
    """

    connection: DuckDBPyConnection
    landing: Landing
    settings: Settings
    known: set[str]
    report: Callable[[str], None]
    loaded: list[tuple[str, Loaded]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _waiting: list[_Waiting] = field(default_factory=list)

    def take(self, batch: Batch, reading: Callable[[], BatchRead]) -> None:
        """Load what a batch says; a document is loaded at once, live answers with others of theirs."""
        self.report(batch.name)
        first = batch.records[0]
        try:
            read = reading()
        except Held as held:
            reason = hold(self.settings, first, self.landing.payload(first), held)
            self.refusals.append(Refusal(first, reason))
            return
        except Refused as refused:
            self._refuse(first, batch.name, refused)
            return
        # a batch with an answer left out is read each time; what it gave was loaded the first time
        fresh = [reading for reading in read.readings if not self.known.issuperset(reading.record_ids)]
        if first.batch_id is not None and len(fresh) == 1:
            self._wait(_Waiting(batch, read, fresh[0]))
        else:
            self.flush()
            self._load(batch, read, fresh)

    def flush(self) -> None:
        """Load everything that waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            became = load_readings(self.connection, [Named(each.batch.name, each.reading) for each in waiting])
        except Refused:
            # each by itself, so that one that does not fit costs only itself
            for each in waiting:
                self._load(each.batch, each.read, [each.reading])
            return
        for each, loaded in zip(waiting, became, strict=True):
            self.loaded.append((each.batch.name, loaded))
            self._settle(each.batch, each.read)

    def _wait(self, new: _Waiting) -> None:
        taken = {place_of(each.reading) for each in self._waiting}
        values = sum(len(each.reading.observations) for each in (*self._waiting, new))
        if place_of(new.reading) in taken or values > VALUES_AT_ONCE:
            self.flush()
        self._waiting.append(new)

    def _load(self, batch: Batch, read: BatchRead, fresh: list[Reading]) -> None:
        try:
            for reading in fresh:
                self.loaded.append((batch.name, load_readings(self.connection, [Named(batch.name, reading)])[0]))
        except Refused as refused:
            self._refuse(batch.records[0], batch.name, refused)
            return
        self._settle(batch, read)

    def _settle(self, batch: Batch, read: BatchRead) -> None:
        release(self.settings.quarantine, batch.name, batch.records[0].sha256)
        for record in batch.records[1:]:
            release(self.settings.quarantine, record.name, record.sha256)
        for record, unfit in read.left_out:
            self._refuse(record, record.name, unfit)

    def _refuse(self, record: Record, name: str, refused: Refused) -> None:
        self.refusals.append(Refusal(record, refused))
        reason = Reason(name, refused.place, refused.vi, refused.en)
        quarantine(self.settings.quarantine, record.sha256, reason, self.landing.payload(record))

"""Landing behind the asking: while the portal works on the next question, the last answer goes to the disk.

Belongs here: one thread that writes in the order of arrival, and waiting for it. Does not belong here: what is
written (`archive`). An answer is judged by what came; nothing that follows from a bad one, no log of the run and no
end of it comes before everything has landed (`settle`).
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from orchestration.landing.archive import Landed, Landing
from orchestration.landing.records import Receipt

MOST_UNWRITTEN = 1  # answers in memory that a sudden end would lose, beside the one under way


class LandingBehind:
    """A landing that is written to by a thread of its own. Not for use by several threads at once."""

    def __init__(self, landing: Landing) -> None:
        self._landing = landing
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="landing")
        self._unwritten: deque[tuple[str, Future[None]]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.shutdown(wait=True)
        if kind is None:
            self.settle()

    def land(self, payload: bytes, receipt: Receipt) -> Landed:
        """As `Landing.land`, but on its way to the disk; raises what an earlier writing raised."""
        while len(self._unwritten) >= MOST_UNWRITTEN:
            self._settle_first()
        arrival = self._landing.admit(payload, receipt)
        if any(arrival.record.record_id == unwritten for unwritten, _ in self._unwritten):
            self.settle()
            arrival = self._landing.admit(payload, receipt)
        self._unwritten.append((arrival.record.record_id, self._writer.submit(self._landing.write, arrival, payload)))
        return arrival

    def settle(self) -> None:
        """Wait until everything has landed; raises what went wrong with any of it."""
        while self._unwritten:
            self._settle_first()

    def _settle_first(self) -> None:
        self._unwritten.popleft()[1].result()

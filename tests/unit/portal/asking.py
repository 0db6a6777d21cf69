"""A portal client whose clock and sleep are the test's own, and plans of one province."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestration.demo_portal.faults import Fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.periods import VIETNAM
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import PortalClient, Waiting
from orchestration.portal.exchange import Answer
from orchestration.portal.plan import PlannedRequest, choose_provinces, plan_cutoff

CUTOFF = datetime(2026, 10, 5, 16, 0, tzinfo=VIETNAM)
TODAY = date(2026, 10, 5)


class FakeTime:
    """A clock that only `sleep` moves; it remembers every sleep, zero ones left out."""

    def __init__(self, now: datetime = CUTOFF) -> None:
        self.now = now.astimezone(UTC)
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if seconds:
            self.slept.append(round(seconds, 3))


@contextmanager
def portal_and_client(
    folder: Path, *faults: Fault, chance: float = 0.0, **settings: Any
) -> Iterator[tuple[DemoPortal, PortalClient, FakeTime]]:
    """A demo portal with faults, and a client that asks it in fake time."""
    time = FakeTime()
    with DemoPortal(today=TODAY, faults=faults) as portal:
        circuit = Circuit(folder / "portal" / "circuit.json", time.clock)
        client = PortalClient(
            portal.url, circuit, clock=time.clock, sleep=time.sleep, chance=lambda: chance, **settings
        )
        try:
            yield portal, client, time
        finally:
            client.close()


def planned(endpoint: str, province: str = "H50") -> PlannedRequest:
    """The first request of one province's month to an endpoint."""
    requests = plan_cutoff(choose_provinces(province), CUTOFF, ["month"]).requests
    return next(r for r in requests if r.endpoint == endpoint and r.scope_unit_id == province)


def answers(client: PortalClient, request: PlannedRequest) -> list[Answer]:
    """Every answer to one request, the waits between them left out."""
    return [said for said in client.answers(request) if not isinstance(said, Waiting)]


def hear(client: PortalClient, request: PlannedRequest, said: list[Answer | Waiting]) -> None:
    """Put one request and note all that is said, up to the exception that ends it, if one does."""
    for each in client.answers(request):
        said.append(each)

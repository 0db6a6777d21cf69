"""A home with a landing, a demo portal and a client, in fake time: what a fetch test needs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestration.demo_portal.faults import Fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.landing.archive import Landing
from orchestration.landing.records import Record
from orchestration.periods import VIETNAM
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import PortalClient
from orchestration.portal.fetch import FetchResult, fetch_plan
from orchestration.portal.plan import Plan, choose_provinces, plan_cutoff, plan_now
from orchestration.portal.progress import FetchEvent

CUTOFF = datetime(2026, 10, 5, 16, 0, tzinfo=VIETNAM)
TODAY = date(2026, 10, 5)
QUANG_TRI = choose_provinces("H50")
GROUPS = (
    "transparency", "dvc-progress-tree", "provide-online-tree", "formality-online-payment-tree",
    "handling-satisfaction", "dossier-digitized",
)  # fmt: skip
MONTH = plan_cutoff(QUANG_TRI, CUTOFF, ["month"])


class Home:
    """One `$CHISO766_HOME` and the portal it asks; its clock moves only when the client sleeps."""

    def __init__(self, folder: Path, portal: DemoPortal) -> None:
        self.folder, self.portal = folder / "portal", portal
        self.now = CUTOFF.astimezone(UTC)
        self.landing = Landing(folder / "landing", self.clock)
        self.circuit = Circuit(self.folder / "circuit.json", self.clock)
        self.events: list[FetchEvent] = []
        self.report: Callable[[FetchEvent], None] = self.events.append

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def fetch(self, plan: Plan = MONTH, **settings: Any) -> FetchResult:
        """One session of a run by a client of its own, as a process of its own would have."""
        client = PortalClient(
            self.portal.url, self.circuit, clock=self.clock, sleep=self.sleep, chance=lambda: 0.5
        )
        try:
            return fetch_plan(plan, client, self.landing, self.report, folder=self.folder, **settings)
        finally:
            client.close()

    def plan_now(self) -> Plan:
        """A run outside the schedule, asked for at this moment."""
        return plan_now(QUANG_TRI, self.now, ["month"])

    def records(self, batch_id: str | None = None) -> list[Record]:
        """What has landed, in the order of receipt; of one batch, when one is named."""
        found = [r for r in self.landing.records() if batch_id is None or r.batch_id == batch_id]
        return sorted(found, key=lambda record: record.observed_at)

    def fetch_dying_at(self, kind: str, count: int, plan: Plan = MONTH) -> None:
        """One session that is interrupted at the `count`-th event of a kind."""

        def die(event: FetchEvent) -> None:
            self.events.append(event)
            if [seen.kind for seen in self.events].count(kind) == count:
                raise KeyboardInterrupt

        self.report = die
        try:
            self.fetch(plan)
        except KeyboardInterrupt:
            self.report = self.events.append
            self.now += timedelta(seconds=30)  # until somebody starts it again
        else:
            raise AssertionError(f"the run ended before its {count}th {kind!r}")

    def names(self, batch_id: str | None = None) -> list[str]:
        """The last words of the names of what has landed: the endpoint, before or after, the page."""
        return [record.name.removeprefix("H50.2026-month-10.") for record in self.records(batch_id)]

    def asked(self) -> Counter[str]:
        """How often each question was put to the portal, by the portal's own account."""
        return Counter(json.dumps([a.path, a.payload], sort_keys=True) for a in self.portal.asked)

    def endpoints_asked(self) -> list[str]:
        """The endpoints asked, in order."""
        return [asked.path.rpartition("/")[2] for asked in self.portal.asked]


@contextmanager
def home_with(folder: Path, *faults: Fault) -> Iterator[Home]:
    """A home whose portal has faults."""
    with DemoPortal(today=TODAY, faults=faults) as portal:
        yield Home(folder, portal)

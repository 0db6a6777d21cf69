"""The first station: from what is wanted to what has landed.

Belongs here: joining plan, client, circuit, landing and run logs of one installation, for the command
and for Dagster alike. Does not belong here: any rule of asking (`orchestration.portal`), showing
progress, or building.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from orchestration.landing.archive import Landing, utc_now
from orchestration.portal.circuit import Circuit, CircuitOpen
from orchestration.portal.client import Manners, PortalClient
from orchestration.portal.cutoffs import CUTOFF_WINDOW, PUNCTUAL
from orchestration.portal.fetch import FetchResult, fetch_plan
from orchestration.portal.plan import Plan
from orchestration.portal.progress import FetchEvent
from orchestration.portal.runs import RunLog, readable_runs
from orchestration.portal.wanted import Wanted, closed_periods_due, plans_of
from orchestration.settings import Settings

Watch = Callable[[FetchEvent], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of the plans: one result for each that was begun."""

    results: tuple[FetchResult, ...] = ()

    @property
    def is_missed(self) -> bool:
        """Whether a cutoff's window passed before all of it was asked for."""
        return any(result.ended == "missed" for result in self.results)

    @property
    def circuit(self) -> CircuitOpen | None:
        """What forbids asking on, if anything does."""
        return next((r.stopped for r in self.results if isinstance(r.stopped, CircuitOpen)), None)

    @property
    def is_unanswered(self) -> bool:
        """Whether a run ended because the portal did not answer."""
        return any(r.stopped is not None for r in self.results) and self.circuit is None


def portal_folder(settings: Settings) -> Path:
    """Where the circuit, the lease and the run logs lie."""
    return settings.home / "portal"


def circuit_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Circuit:
    """The circuit of this installation."""
    return Circuit(portal_folder(settings) / "circuit.json", clock)


def runs_of(settings: Settings) -> list[RunLog]:
    """The logs of every run so far, oldest first; one that cannot be read is left aside."""
    return readable_runs(portal_folder(settings) / "runs")


def plan_fetch(settings: Settings, wanted: Wanted, now: datetime | None = None) -> list[Plan]:
    """The plans that `wanted` means now; asks nothing and writes nothing."""
    return plans_of(wanted, now or utc_now(), runs_of(settings))


def closing_wanted(settings: Settings, wanted: Wanted, now: datetime | None = None) -> Wanted:
    """`wanted` turned to the closed periods that are due by the falling rhythm."""
    scopes = [province.unit_id for province in wanted.provinces]
    due = closed_periods_due(scopes, now or utc_now(), runs_of(settings))
    return Wanted(wanted.provinces, None, (), due, wanted.proof)


def fetch(
    settings: Settings,
    plans: Sequence[Plan],
    watch: Watch,
    *,
    clock: Callable[[], datetime] = utc_now,
    window: timedelta = CUTOFF_WINDOW,
) -> Fetched:
    """Work through plans one after another; stops at the first that the portal would not let end.

    Raises `Refused` when another fetch is under way or a cutoff is still to come.
    """
    landing = Landing(settings.landing)
    folder = portal_folder(settings)
    client = PortalClient(
        settings.portal_url, circuit_of(settings, clock), settings.contact or None, manners_of(settings), clock=clock
    )
    results: list[FetchResult] = []
    try:
        for plan in plans:
            results.append(fetch_plan(plan, client, landing, watch, folder=folder, window=window))
            if results[-1].stopped is not None:
                break
    finally:
        client.close()
    return Fetched(tuple(results))


def manners_of(settings: Settings) -> Manners:
    """The polite pauses; none for a demo portal on this machine, where that was asked for."""
    return Manners() if settings.keeps_pauses else Manners(spacing_s=0, scope_pause_s=0, jitter=0)


def lateness(log: RunLog) -> timedelta | None:
    """How long after its cutoff a run began to ask; None when it was punctual or had no cutoff."""
    if log.cutoff_at is None or not log.sessions:
        return None
    late = log.sessions[0].started_at - log.cutoff_at
    return late if late > PUNCTUAL else None

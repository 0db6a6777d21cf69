"""What somebody wants fetched, in the words of a command or a schedule, as plans.

Belongs here: reading "now", dates and period names; choosing the plans they mean; going on with a
run that an earlier process began. Does not belong here: the requests of a plan (`plan`), asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from orchestration.periods import VIETNAM, Period, PeriodType, period_containing, period_of
from orchestration.portal.cutoffs import CUTOFF_WINDOW, closing_due
from orchestration.portal.plan import (
    OPEN_PERIOD_TYPES,
    Plan,
    Proof,
    Province,
    plan_cutoff,
    plan_now,
    plan_period,
)
from orchestration.portal.runs import RunLog
from orchestration.readings import Refused

CUTOFF_TIME = time(16, 0)
# A period that closed longer ago is past its rhythm: a new installation takes it only when told to.
LONGEST_CLOSED = timedelta(days=90)

_PERIOD = re.compile(r"(?P<year>\d{4})(-(month-)?(?P<month>\d{1,2})|-(Q|q|quarter-)(?P<quarter>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch. `cutoff_at` None means the present; `periods` are given ones, closed or open."""

    provinces: tuple[Province, ...]
    cutoff_at: datetime | None = None
    period_types: tuple[PeriodType, ...] = OPEN_PERIOD_TYPES
    periods: tuple[Period, ...] = ()
    proof: Proof = "before_and_after"


def cutoff_of_day(day: date) -> datetime:
    """The scheduled cutoff of a day: 16:00 in Vietnam."""
    return datetime.combine(day, CUTOFF_TIME, VIETNAM)


def cutoff_named(text: str) -> datetime | None:
    """"now" (None), a day (its 16:00), or an instant; without an offset it is Vietnam's time."""
    if text.strip().lower() == "now":
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
            return cutoff_of_day(date.fromisoformat(text.strip()))
        instant = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(
            "--cutoff",
            f"Không hiểu thời điểm chốt {text!r}. Hãy viết now, 2026-11-23 (16h ngày đó) hoặc 2026-11-23T16:00.",
            f"The cutoff {text!r} is not understood. Write now, 2026-11-23 (16:00 that day) or 2026-11-23T16:00.",
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)


def periods_named(texts: Iterable[str]) -> tuple[tuple[PeriodType, ...], tuple[Period, ...]]:
    """The kinds of open period, and the given periods, that words name ("month", "2026-09", "2026-Q3")."""
    kinds: list[PeriodType] = []
    given: list[Period] = []
    for text in texts:
        kind = next((known for known in OPEN_PERIOD_TYPES if known == text.strip().lower()), None)
        if kind is not None:
            kinds.append(kind)
        else:
            given.append(period_named(text.strip()))
    return tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(given))


def plans_of(wanted: Wanted, now: datetime, runs: Sequence[RunLog] = ()) -> list[Plan]:
    """The plans to work through, each asking for no more than one run.

    A run outside the schedule that an earlier process began and did not finish is gone on with
    while it still speaks of the same moment (`CUTOFF_WINDOW`); `runs` are the logs kept so far.
    """
    plans = []
    if wanted.period_types:
        if wanted.cutoff_at is not None:
            plans.append(plan_cutoff(wanted.provinces, wanted.cutoff_at, wanted.period_types, wanted.proof))
        else:
            fresh = plan_now(wanted.provinces, now, wanted.period_types, wanted.proof)
            begun = _unfinished(fresh, now, runs)
            plans.append(plan_now(wanted.provinces, begun, wanted.period_types, wanted.proof) if begun else fresh)
    for period in wanted.periods:
        fresh = plan_period(period, wanted.provinces, now, wanted.proof)
        begun = _unfinished(fresh, now, runs)
        plans.append(plan_period(period, wanted.provinces, begun, wanted.proof) if begun else fresh)
    return plans


def closed_periods_due(scopes: Sequence[str], now: datetime, runs: Sequence[RunLog]) -> tuple[Period, ...]:
    """The newest closed month, quarter and year that the falling rhythm wants taken (again) at `now`.

    A run counts as having taken a period when it asked for all of it, of the scopes wanted now.
    """
    due = []
    for kind in OPEN_PERIOD_TYPES:
        start = period_containing(kind, now.astimezone(VIETNAM).date()).start
        closed = period_containing(kind, date.fromordinal(start.toordinal() - 1))
        taken = [run.asked_at for run in runs if _took(run, closed, scopes)]
        if now - closed.closes_at < LONGEST_CLOSED and closing_due(closed, now, taken):
            due.append(closed)
    return tuple(due)


def _took(run: RunLog, period: Period, scopes: Sequence[str]) -> bool:
    is_whole = run.ended == "complete" or (
        run.ended == "incomplete" and all(gap.reason == "refused" for gap in run.gaps)
    )
    return run.kind == "closing" and is_whole and str(period) in run.periods and set(scopes) <= set(run.scopes)


def _unfinished(fresh: Plan, now: datetime, runs: Sequence[RunLog]) -> datetime | None:
    """When the newest run like `fresh` was begun, if there is something left of it to ask for."""
    alike = [
        run for run in runs
        if run.kind == fresh.kind
        and run.proof == fresh.proof
        and run.scopes == fresh.scopes()
        and run.periods == tuple(str(period) for period in fresh.periods())
    ]
    newest = max(alike, key=lambda run: run.asked_at, default=None)
    if newest is None or newest.ended == "complete" or not newest.asked_at <= now < newest.asked_at + CUTOFF_WINDOW:
        return None
    return newest.asked_at


def period_named(text: str) -> Period:
    """A given period: "2026-09" or "2026-month-09", "2026-Q3" or "2026-quarter-03", "2025"."""
    found = _PERIOD.fullmatch(text)
    try:
        if found and found["month"]:
            return period_of("month", int(found["year"]), int(found["month"]))
        if found and found["quarter"]:
            return period_of("quarter", int(found["year"]), int(found["quarter"]))
        if found:
            return period_of("year", int(found["year"]))
    except ValueError:
        pass
    raise Refused(
        "--period",
        f"Không hiểu kỳ {text!r}. Hãy viết month, quarter, year (kỳ đang mở), hoặc 2026-09, 2026-Q3, 2025.",
        f"The period {text!r} is not understood. Write month, quarter, year (those open now), or 2026-09, "
        "2026-Q3, 2025.",
    )

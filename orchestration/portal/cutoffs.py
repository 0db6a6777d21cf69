"""When a snapshot may be taken: the window of a cutoff, the rhythm of a closed period.

Belongs here: pure rules of time. Does not belong here: what is asked (`plan`), asking (`client`),
or waking up at the right hour (the schedule's business).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from orchestration.periods import Period

Dueness = Literal["not_yet", "due", "late_but_inside", "missed"]

# A whole country takes about half an hour at the polite pace; two hours leave room for a machine
# that restarts or a portal that is slow, and still speak of the same afternoon.
CUTOFF_WINDOW = timedelta(hours=2)
PUNCTUAL = timedelta(minutes=5)

# The portal rewrites a closed month for weeks, ever less (month 09/2026 averaged 45,56 on
# 17/09 and 59,33 on 10/10): each wait is about the sum of the two before it.
CLOSING_RHYTHM_DAYS = (1, 2, 3, 5, 8, 13, 21, 34, 55)


def is_due(cutoff_at: datetime, now: datetime, window: timedelta = CUTOFF_WINDOW) -> Dueness:
    """Whether the snapshot of a cutoff may be taken at `now`.

    The portal serves only the present: from `cutoff_at + window` on, what it shows is no longer
    what it showed at the cutoff, and the cutoff is missed for good.
    """
    late = now - cutoff_at
    if late < timedelta(0):
        return "not_yet"
    if late <= min(PUNCTUAL, window):
        return "due"
    return "late_but_inside" if late < window else "missed"


def closing_due(period: Period, now: datetime, taken: Iterable[datetime]) -> bool:
    """Whether a closed period should be taken (again) at `now`, after it was `taken` before.

    Day 1 of the rhythm is the first day after the period. A visit serves every day of the rhythm
    up to its own: days that were slept through are not made up for one by one.
    """
    passed = [day for day in _rhythm(period) if day <= now]
    return bool(passed) and not any(instant >= passed[-1] for instant in taken)


def _rhythm(period: Period) -> list[datetime]:
    return [period.closes_at + timedelta(days=day - 1) for day in CLOSING_RHYTHM_DAYS]

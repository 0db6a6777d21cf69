"""Reporting periods and Vietnamese time.

Belongs here: the calendar periods the index is published for, and the one time zone its cutoffs
are spoken in. Does not belong here: reading a period out of a letter's words (`letters.grammar`)
or out of a request (`portal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

PeriodType = Literal["month", "quarter", "half", "year"]
MONTHS_IN: dict[PeriodType, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period: its type and its first day. The last day follows from both."""

    type: PeriodType
    start: date

    def __post_init__(self) -> None:
        months = MONTHS_IN[self.type]
        if self.start.day != 1 or (self.start.month - 1) % months:
            raise ValueError(f"no {self.type} starts on {self.start}")

    @property
    def number(self) -> int:
        """Which month, quarter or half of its year (1-based); 1 for a year."""
        return (self.start.month - 1) // MONTHS_IN[self.type] + 1

    @property
    def end(self) -> date:
        """The last day of the period."""
        return self.next().start - timedelta(days=1)

    @property
    def closes_at(self) -> datetime:
        """The first instant after the period, in Vietnam."""
        return datetime.combine(self.next().start, time(), VIETNAM)

    def next(self) -> Period:
        """The period of the same type that follows."""
        months = self.start.year * 12 + self.start.month - 1 + MONTHS_IN[self.type]
        return Period(self.type, date(months // 12, months % 12 + 1, 1))

    def __str__(self) -> str:
        return f"{self.start.year}" if self.type == "year" else (
            f"{self.start.year}-{self.type}-{self.number:02d}"
        )


def period_of(kind: PeriodType, year: int, number: int = 1) -> Period:
    """The `number`-th period of a kind in a year: `period_of("quarter", 2024, 2)` is Q2/2024."""
    months = MONTHS_IN[kind]
    if not 1 <= number <= 12 // months:
        raise ValueError(f"a year has no {kind} number {number}")
    return Period(kind, date(year, (number - 1) * months + 1, 1))


def period_containing(kind: PeriodType, day: date) -> Period:
    """The period of a kind that a day falls in."""
    return period_of(kind, day.year, (day.month - 1) // MONTHS_IN[kind] + 1)

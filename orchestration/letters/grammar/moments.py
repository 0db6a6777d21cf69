"""Dates and times of day as letters write them: "16h ngày 23/11/2023", "ngày 05 tháng 6 năm 2025".

Belongs here: the shape of one written moment and its calendar value. Does not belong here: what
the moment is said of (`cutoffs`, `head`).

All patterns are for text from `plain.unaccented`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from orchestration.periods import VIETNAM

Precision = Literal["second", "minute", "hour", "day", "month"]

_CLOCK = (
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|[0-9]{1,2}\s?(?:gio|g|h)(?:\s?[0-9]{1,2}(?:\s?(?:phut|p|'))?)?(?:\s(?:sang|trua|chieu|toi)\b)?)"
)
_NUMBER, _YEAR = "[0-9]{1,2}", "(?:[0-9]{4}|[0-9]{2})(?![0-9])"
_DAY = "(?<![0-9,./])(?:" + "|".join([
    rf"{_NUMBER}\s?thang\s?{_NUMBER}(?![0-9])(?:\s?,?\s?(?:nam|/)\s?[0-9]{{4}}(?![0-9]))?",
    *(rf"{_NUMBER}\s?{mark}\s?{_NUMBER}\s?{mark}\s?{_YEAR}" for mark in ("/", "-", r"\.")),
    rf"{_NUMBER}\s?/\s?{_NUMBER}(?![0-9]|\s?[/.-]\s?[0-9])",
]) + ")"
_CLOCK_FIRST = r"{clock}\s?,?\s?(?:cua\s)?(?:ngay\s)?{day}"
_DAY_FIRST = r"(?:ngay\s)?{day}(?:\s?,?\s?(?:vao\s)?(?:luc\s|hoi\s)?{clock})?"
_ORDERS = tuple(
    re.compile(order.format(clock=f"(?P<clock>{_CLOCK})", day=f"(?P<day>{_DAY})"))
    for order in (_CLOCK_FIRST, _DAY_FIRST)
)
_DAY_PARTS = re.compile(r"([0-9]{1,2})\D+([0-9]{1,2})(?:\D+([0-9]{2,4}))?")
_CLOCK_PARTS = re.compile(r"([0-9]{1,2})\D+([0-9]{1,2})?(?::([0-9]{2}))?")
_END_OF_DAY = time(23, 59, 59)
_NOON, _AFTER_LUNCH = 12, 3

MOMENT = "(?:" + "|".join(order.format(clock=_CLOCK, day=_DAY) for order in (_CLOCK_FIRST, _DAY_FIRST)) + ")"
"""One written moment, without groups: a day, with a time of day before or after it, or alone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as written: calendar parts, None where the text leaves them out."""

    day: int
    month: int
    year: int | None
    clock: time | None
    precision: Precision

    def on(self, latest: date | None) -> date | None:
        """Its date; a missing year is the last one that puts it no later than `latest`.

        None when there is no such day, or no year and no `latest` to take it from.
        """
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if latest is None:
            return None
        this_year = _date(latest.year, self.month, self.day)
        if this_year is not None and this_year <= latest:
            return this_year
        return _date(latest.year - 1, self.month, self.day)

    def instant(self, latest: date | None) -> datetime | None:
        """The last instant it names, in Vietnam: without an hour, 23:59:59 of its day."""
        day = self.on(latest)
        return None if day is None else datetime.combine(day, self.clock or _END_OF_DAY, VIETNAM)


def read_moment(text: str) -> Moment | None:
    """The moment that is the whole of `text` (a match of `MOMENT`); None for no such time of day.

    "24h" is the last second of its day, so that the moment keeps the date it was written with.
    """
    written = next(filter(None, (order.fullmatch(text) for order in _ORDERS)), None)
    parts = _DAY_PARTS.match(written["day"]) if written else None
    if written is None or parts is None:
        return None
    clock, precision = _clock(written["clock"])
    if written["clock"] and clock is None:
        return None
    return Moment(int(parts[1]), int(parts[2]), _full_year(parts[3]), clock, precision)


def end_of_day(day: date) -> datetime:
    """23:59:59 of a day in Vietnam: the instant a date without an hour speaks for."""
    return datetime.combine(day, _END_OF_DAY, VIETNAM)


def _clock(text: str | None) -> tuple[time | None, Precision]:
    if text is None:
        return None, "day"
    parts = _CLOCK_PARTS.match(text + " ")
    if parts is None:
        return None, "day"
    hour, minute, second = (int(part or 0) for part in parts.groups())
    if _is_past_noon(hour, text):
        hour += _NOON
    precision: Precision = "second" if parts[3] else "minute" if parts[2] else "hour"
    if (hour, minute, second) == (24, 0, 0):
        return _END_OF_DAY, precision
    if hour > 23 or minute > 59 or second > 59:
        return None, precision
    return time(hour, minute, second), precision


def _is_past_noon(hour: int, text: str) -> bool:
    """Whether an hour of twelve is of the second half of the day: "1h trưa", "4 giờ chiều", "12h tối" (midnight)."""
    if text.endswith("toi"):
        return hour <= _NOON
    return hour < _NOON if text.endswith("chieu") else hour <= _AFTER_LUNCH and text.endswith("trua")


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

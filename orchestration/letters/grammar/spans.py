"""Which reporting period a span of days or months is.

Belongs here: calendar arithmetic only. Does not belong here: words (`cutoffs`).
"""

from __future__ import annotations

from datetime import date, timedelta

from orchestration.periods import MONTHS_IN, Period, period_containing

REPORT_MONTH_STARTS = 15
"""Periodic reports on procedures (Thông tư 01/2020/TT-VPCP) run from the 15th to the 14th."""


def period_of_days(first: date, last: date) -> Period | None:
    """The period that starts on `first` and is told up to `last`.

    A span from the 15th to a 14th stands for the months it ends in. None when the span starts
    inside a month, or fits no period.
    """
    if first.day == (last + timedelta(days=1)).day == REPORT_MONTH_STARTS:
        first = period_containing("month", first).next().start
    if first.day != 1 or last < first:
        return None
    return period_of_months(first, last)


def period_of_months(first: date, last: date) -> Period | None:
    """The month, quarter, half or year of exactly the months from `first`'s to `last`'s.

    Another number of months counted from January is the year to date: the year. Else None.
    """
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.replace(day=1)
    for kind, months in MONTHS_IN.items():
        if count == months and (start.month - 1) % months == 0:
            return Period(kind, start)
    return Period("year", start) if start.month == 1 and 0 < count < 12 else None

"""How Vietnamese documents write numbers, instants and periods.

Belongs here: values → words, nothing rounded, nothing computed. Does not belong here: reading such
words (`letters.grammar`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from orchestration.periods import VIETNAM
from orchestration.publications.shapes import Kind, Value

MISSING = "–"
MINUS = "\N{MINUS SIGN}"
SCORE_PLACES = 2  # the portal scores to hundredths
_ROMAN = ("I", "II", "III", "IV")
_LAST_SECOND = (23, 59, 59)


def number(value: Decimal | int, places: int = 0) -> str:
    """A figure as published: a decimal comma, no trailing zeros beyond `places` decimals, never rounded."""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0").ljust(places, "0")
    return f"{whole},{part}".rstrip(",").replace("-", MINUS)


def score(value: Decimal | int) -> str:
    """A score or a rate in a sentence, as the page writes it: 61,40."""
    return number(value, SCORE_PLACES)


def change(value: Decimal | int, places: int = 0) -> str:
    """A change with its sign; none on zero."""
    return f"+{number(value, places)}" if value > 0 else number(value, places)


def shown(value: Value, kind: Kind, places: int = 0) -> str:
    """A table's value as a person reads it; a dash where there is none."""
    if value is None:
        return MISSING
    if isinstance(value, str):
        return value
    return change(value, places) if kind in ("change", "whole_change") else number(value, places)


def instant(moment: datetime) -> str:
    """"16h ngày 23/11/2023", "10h40 ngày 17/09/2026"; only the day where the last second is meant."""
    local = moment.astimezone(VIETNAM)
    day = f"ngày {local:%d/%m/%Y}"
    if (local.hour, local.minute, local.second) == _LAST_SECOND:
        return day
    return f"{local.hour}h{f'{local.minute:02}' if local.minute else ''} {day}"


def long_day(day: date) -> str:
    """"ngày 05 tháng 02 năm 2024": zeros before days to 9 and months to 2, as the decree asks."""
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def period(period_type: str, start: date) -> str:
    """"năm 2023", "quý II năm 2026", "tháng 10 năm 2026", "6 tháng đầu năm 2026"."""
    if period_type == "year":
        return f"năm {start.year}"
    if period_type == "half":
        return f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}"
    if period_type == "quarter":
        return f"quý {_ROMAN[(start.month - 1) // 3]} năm {start.year}"
    return f"tháng {start.month} năm {start.year}"

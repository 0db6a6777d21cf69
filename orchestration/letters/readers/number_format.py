"""A spreadsheet's number as its cell shows it, with a decimal comma: 0.9422 under "0.00%" is "94,22%".

What is shown is what was published, so the cell's number format decides. Two liberties are taken, for
certainty: thousands are not grouped ("1.500" would be read two ways), and dates are written day first.
A format that shows no digit at all (a dash for zero) does not hide the number: null is never zero.

Belongs here: Excel's format codes. Does not belong here: cells, styles and sheets (`xlsx`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

STORED_DIGITS: Final = 15  # what a spreadsheet keeps of a number; the 16th is noise of binary fractions
GENERAL_DIGITS: Final = 10  # what "General" shows of a fraction
_MAX_PLACES: Final = 30
_SECTION_END = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<percent>%)|(?P<general>General)|(?P<other>.)",
    re.IGNORECASE,
)
_LITERALS: Final = ("quoted", "escaped", "currency", "percent", "other")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and whether the stored number says more than that."""

    text: str
    hides_digits: bool = False


def show_number(stored: Decimal, code: str, epoch: datetime) -> Shown:
    """A number as a cell with format `code` shows it; `epoch` is the workbook's day zero for dates."""
    if is_date_format(code):
        return Shown(_date(stored, code, epoch) or plain_number(stored))
    section = _section(stored, code)
    if section is None or re.search(r"[eE][+-]|[0#?]\s*/\s*[0#?\d]", section):
        return Shown(plain_number(stored))  # scientific, fractions, conditions: the number itself
    return _filled(stored, section)


def plain_number(number: Decimal) -> str:
    """A number as a cell without format shows it: whole, or to ten significant digits."""
    whole = number.to_integral_value()
    return _comma(f"{whole if number == whole else _rounded(number, GENERAL_DIGITS).normalize():f}")


def _section(stored: Decimal, code: str) -> str | None:
    """The part of a format code that is for this number's sign; None for codes with conditions."""
    sections = [match[1] for match in _SECTION_END.finditer(code)][:-1] or [code]
    if any(re.search(r"\[[<>=]", section) for section in sections):
        return None
    if stored < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if stored == 0 and len(sections) > 2 else sections[0]


def _filled(stored: Decimal, section: str) -> Shown:
    tokens = list(_TOKEN.finditer(section))
    masks = [token["digits"] for token in tokens if token["digits"]]
    if any(token["general"] for token in tokens) or len(masks) > 1 or section == "@":
        return Shown(plain_number(stored))
    power = 2 * sum(1 for token in tokens if token["percent"])
    digits, value = _masked(stored, masks[0], power) if masks else ("", stored)
    if not digits:
        return Shown(plain_number(stored), hides_digits=True)
    sign = "-" if stored < 0 and value and ";" not in section and "(" not in section else ""
    text = sign + "".join(digits if token["digits"] else _literal(token) for token in tokens)
    return Shown(text.strip(), hides_digits=value != abs(_rounded(stored, STORED_DIGITS)))


def _masked(stored: Decimal, mask: str, power: int) -> tuple[str, Decimal]:
    """The digits of |stored| × 10^power in a mask such as "#,##0.00", and the number they stand for."""
    power -= 3 * (len(mask) - len(mask.rstrip(",")))
    whole, _, fraction = mask.replace(",", "").partition(".")
    places = min(len(fraction), _MAX_PLACES)
    scaled = abs(stored).scaleb(power)
    value = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))
    left, _, right = f"{value:f}".partition(".")
    right = right[: fraction.count("0")] + right[fraction.count("0"):].rstrip("0")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    return (f"{left},{right}" if right else left), value.scaleb(-power)


def _literal(token: re.Match[str]) -> str:
    if token["pad"]:
        return " "
    return next(filter(None, map(token.__getitem__, _LITERALS)), "")


def _date(stored: Decimal, code: str, epoch: datetime) -> str | None:
    """A date number, day first; None for what is no date."""
    try:
        moment = from_excel(float(stored), epoch)
    except (OverflowError, ValueError):
        return None
    if isinstance(moment, timedelta):
        return None
    if isinstance(moment, time):
        return f"{moment:%H:%M}"
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    day = f"{moment:%d/%m/%Y}" if "d" in code else f"{moment:%m/%Y}"
    return f"{day} {moment:%H:%M}" if "h" in code else day


def _rounded(number: Decimal, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(number)


def _comma(text: str) -> str:
    return text.replace(".", ",")

"""Numbers as letters write them: "94,22", "100%", "12,2/18 điểm", "82.851 hồ sơ", "01 (0,727)".

Belongs here: one cell's text → an exact `Decimal`, or "not published", or a refusal. Does not
belong here: which column a cell is in and what it measures (`columns`, `annex`).

The dot is the trap: "1.500" is one thousand five hundred in a letter and one and a half in a
feed. The cell alone never decides: the notation of its source does, then the range of its unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from orchestration.letters.grammar.plain import comma, plain, shown, unaccented
from orchestration.readings import Refused

Notation = Literal["letter", "feed"]

MAX_NUMBER_CHARACTERS = 60
_HUNDRED = Decimal(100)
_MISSING = frozenset({
    "", "-", "--", "–", "—", "…", "...", "null", "n/a",
    "khong co so lieu", "chua co so lieu", "khong phat sinh",
})
_MULTIPLES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_COUNTED = ("ho so", "don vi", "thu tuc", "tthc", "dich vu", "phieu", "kien nghi", "truong hop")
_UNITS = ("%", "diem", *_MULTIPLES, *_COUNTED)
_DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
_VALUE = re.compile(
    rf"(?P<value>{_DIGITS})(?:\s*/\s*(?P<out_of>{_DIGITS}))?\s*(?P<unit>{'|'.join(_UNITS)})?"
)
_RANKED = re.compile(rf"(?P<rank>[0-9]{{1,4}})\s*\(\s*(?P<value>{_DIGITS})\s*\)")
_FOOTNOTE = re.compile(r"\s*(?:\(\*+\)|\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """One number and what stood with it.

    `value` is exact ("14,58 triệu" is 14580000); `out_of` the maximum or whole beside it
    ("12,2/18" → 18); `unit` the word after it without diacritics ("%", "diem", "ho so"); `rank`
    the place before it ("01 (0,727)" → 1). `footnote` is the mark hung on it. `is_dot_decimal`
    says that a letter wrote a decimal dot, which only the range of the unit explains.
    """

    value: Decimal
    out_of: Decimal | None = None
    unit: str | None = None
    rank: int | None = None
    footnote: str | None = None
    is_dot_decimal: bool = False


def parse_number(
    text: str, *, column_is_pct: bool, maximum: Decimal | None,
    notation: Notation = "letter", place: str = "",
) -> ParsedNumber | None:
    """The number `text` says, or None when it says that there is none (blank, "-").

    `column_is_pct` means that the column's heading carries "(%)": values are 0-100 and a "%" in
    the cell repeats the unit. `maximum` is the most the value may be, where that is known; a maximum
    in the cell itself ("12,2/18") goes before it.
    Raises `Refused` at `place` for anything else than one number inside its range.
    """
    body = plain(text)
    if unaccented(body) in _MISSING:
        return None
    if len(body) > MAX_NUMBER_CHARACTERS:
        raise _unreadable(body, place)
    mark = _FOOTNOTE.search(body)
    number = _read(body[: mark.start()] if mark else body, body, notation, place)
    limit = _HUNDRED if column_is_pct or number.unit == "%" else maximum
    _check_unit(number, column_is_pct, body, place)
    _check_range(number, limit, body, place)
    return ParsedNumber(
        number.value, number.out_of, number.unit, number.rank,
        mark.group().strip() if mark else None, number.is_dot_decimal,
    )


def _read(number: str, whole: str, notation: Notation, place: str) -> ParsedNumber:
    folded = unaccented(number)
    if match := _RANKED.fullmatch(folded):
        value, dotted = _decimal(match["value"], notation, whole, place)
        return ParsedNumber(value, rank=int(match["rank"]), is_dot_decimal=dotted)
    match = _VALUE.fullmatch(folded)
    if match is None:
        raise _unreadable(whole, place)
    unit = match["unit"]
    # things are counted whole: a dot among hồ sơ or thủ tục can only part thousands
    spoken: Notation = "letter" if unit in _COUNTED else notation
    value, dotted = _decimal(match["value"], spoken, whole, place)
    out_of, of_dotted = (None, False)
    if match["out_of"]:
        out_of, of_dotted = _decimal(match["out_of"], spoken, whole, place)
    if unit in _COUNTED and (dotted or of_dotted or value % 1):
        raise _unreadable(whole, place)
    return ParsedNumber(
        value * _MULTIPLES.get(unit or "", 1), out_of, unit, is_dot_decimal=dotted or of_dotted
    )


def _decimal(token: str, notation: Notation, whole: str, place: str) -> tuple[Decimal, bool]:
    """The exact value of digits and marks, and whether a letter's dot was taken as decimal."""
    integer, comma, fraction = token.partition(",")
    if "," in fraction or "." in fraction or (comma and not fraction):
        raise _unreadable(whole, place)
    if "." not in integer:
        return _exact(integer, fraction), False
    if _GROUPED.fullmatch(integer) and (notation == "letter" or comma or integer.count(".") > 1):
        return _exact(integer.replace(".", ""), fraction), False
    if comma or integer.count(".") > 1:
        raise _unreadable(whole, place)
    return Decimal(integer), notation == "letter"


def _exact(integer: str, fraction: str) -> Decimal:
    return Decimal(f"{integer}.{fraction}" if fraction else integer)


def _check_unit(number: ParsedNumber, column_is_pct: bool, body: str, place: str) -> None:
    if column_is_pct and (number.out_of is not None or number.unit not in (None, "%")):
        raise Refused(
            place,
            f"Cột tính bằng % nhưng ô ghi {shown(body)}: hãy đối chiếu tiêu đề cột và ô này với bản gốc.",
            f"The column is in % but the cell says {shown(body)}: check heading and cell with the original.",
        )


def _check_range(number: ParsedNumber, limit: Decimal | None, body: str, place: str) -> None:
    most = number.out_of if number.out_of is not None else limit
    if most is not None and number.value > most:
        raise Refused(
            place,
            f"Số {shown(body)} vượt mức tối đa {comma(most)} (có thể mất dấu phẩy thập phân):"
            " hãy đối chiếu với bản gốc, sửa ô này rồi nộp lại.",
            f"The number {shown(body)} exceeds its maximum {most} (a decimal comma may be lost):"
            " check it with the original, mend the cell and submit again.",
        )
    if number.is_dot_decimal and most is None:
        raise Refused(
            place,
            f"Số {shown(body)} dùng dấu chấm và không rõ là phần thập phân hay hàng nghìn:"
            " hãy viết lại bằng dấu phẩy thập phân.",
            f"The dot in {shown(body)} may part decimals or thousands: write it with a decimal comma.",
        )


def _unreadable(body: str, place: str) -> Refused:
    return Refused(
        place,
        f"Không đọc được {shown(body)} thành một số: hãy đối chiếu với bản gốc, sửa ô này rồi nộp lại.",
        f"{shown(body)} cannot be read as one number: check the original, mend the cell, submit again.",
    )

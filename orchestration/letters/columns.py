"""What each column of an annex table is: order, name, a measure of an indicator, or left aside.

Belongs here: finding the heading rows, one or several, and mapping headings to indicators through
the reference data. Does not belong here: reading the rows below (`annex`).

A table is an annex table when a heading row has a column of names and at least one indicator. In
such a table every column must be understood: one that is not stops the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from orchestration.letters.blocks import Row, Table
from orchestration.letters.grammar.plain import plain, shown, unaccented
from orchestration.readings import Refused
from orchestration.reference.labels import find_indicator

ColumnRole = Literal["order", "name", "rate", "score", "maximum", "value", "aside"]

_MAX_ROWS_ABOVE_HEADING = 10
_MAX_COLUMNS = 60
_MAX_HEADING_CHARACTERS = 300
_ORDER = frozenset({"stt", "tt", "st", "so tt", "s tt", "so thu tu"})
_NAME = re.compile(
    r"(?:ten|(?:cac )?(?:co quan|don vi(?! tinh)|dia phuong|so,? (?:ban|nganh)|ubnd|huyen|xa|to chuc))\b"
)
_ASIDE = re.compile(r"(?:ghi chu|xep hang|thu hang|hang|xep thu|xep loai)\b")
_MEASURE_ALONE = re.compile(
    r"\W*(?:so )?(?:diem|ty le|gia tri|ket qua)?(?: dat| dat duoc| toi da| chuan| cham)?\W*"
)
_MAXIMUM = re.compile(
    r"(?:toi da|diem chuan|thang diem)\s?:?\s?(?P<a>[0-9]+(?:,[0-9]+)?)"
    r"|(?P<b>[0-9]+(?:,[0-9]+)?)\s?diem\b|/\s?(?P<c>[0-9]+(?:,[0-9]+)?)\b"
)
_IS_MAXIMUM = re.compile(r"\b(?:diem )?(?:toi da|chuan)$")
_QUALIFIER = re.compile(r"\([^()]*\)|/\s?[0-9]+\b|%")
_NUMBERING = re.compile(r"\(?(?:[0-9]{1,2}|[a-z])\)?(?:\s?=.*)?")
_FIGURE = re.compile(r"[0-9]+(?:[.,/%][0-9]*)*|-|–")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its 1-based number, its whole heading, and what it holds.

    `maximum` is the most points the heading says the column can have. Role "value" is an indicator
    whose heading names no unit; "maximum" the points an indicator could have, row by row.
    """

    number: int
    heading: str
    role: ColumnRole
    indicator_id: str | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, and the rows (by index) that are its heading."""

    columns: tuple[Column, ...]
    heading_rows: range
    headings: frozenset[tuple[str, ...]]

    def first(self, role: ColumnRole) -> int | None:
        """The index of the first column of a role."""
        return next((at for at, column in enumerate(self.columns) if column.role == role), None)

    def measures(self) -> list[Column]:
        """The columns that hold figures of indicators."""
        return [column for column in self.columns if column.indicator_id]

    def is_heading(self, row: Row) -> bool:
        """Whether `row` is a heading row, here or repeated on a later page."""
        return _folded(row) in self.headings


def read_layout(table: Table, place: str) -> Layout | None:
    """The layout of an annex table, or None for a table of another kind.

    Raises `Refused` for a column that is not understood, and for two that say the same.
    """
    start = _heading_start(table)
    if start is None:
        return None
    end = _heading_end(table, start)
    rows = table.rows[start:end]
    columns = _columns(rows, table.rows[end:])
    if not any(column.indicator_id for column in columns):
        return None
    _refuse_unknown(columns, place)
    _refuse_repeated(columns, place)
    return Layout(tuple(columns), range(start, end), frozenset(_folded(row) for row in rows))


def _heading_start(table: Table) -> int | None:
    for at, row in enumerate(table.rows[:_MAX_ROWS_ABOVE_HEADING]):
        cells = _folded(row)
        if len(set(cells)) > 2 and len(cells) <= _MAX_COLUMNS and not _has_figures(cells):
            has_names = any(cell in _ORDER or _NAME.match(cell) for cell in cells)
            if has_names or sum(_indicator([plain(cell.text)]) is not None for cell in row.cells) > 1:
                return at
    return None


def _heading_end(table: Table, start: int) -> int:
    """Past the rows that go on with the heading: its second row, and the one that numbers columns."""
    first = _folded(table.rows[start])
    end = start + 1
    while end < len(table.rows):
        cells = _folded(table.rows[end])
        if len(cells) != len(first) or not (_goes_on(first, cells) or _is_numbering(cells)):
            break
        end += 1
    return end


def _goes_on(first: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row under a heading is blank, or merged with it, where units are counted and named."""
    beside_names = [
        below in ("", above)
        for above, below in zip(first, cells, strict=True) if above in _ORDER or _NAME.match(above)
    ]
    return all(beside_names) and any(cells) and not _has_figures(cells)


def _is_numbering(cells: Sequence[str]) -> bool:
    """"(1) (2) (3)", "A B 1 2": each cell different, none longer than a number."""
    filled = [cell for cell in cells if cell]
    numbers = [int(digits) for cell in filled if (digits := cell.strip("()").split("=")[0].strip()).isdigit()]
    steps = all(after == before + 1 for before, after in pairwise(numbers))
    return len(filled) > 2 and all(map(_NUMBERING.fullmatch, filled)) and len(numbers) > 1 and steps


def _columns(rows: Sequence[Row], below: Sequence[Row]) -> list[Column]:
    worded = [row for row in rows if not _is_numbering(_folded(row))]
    columns = []
    for at in range(len(rows[0].cells)):
        # a merged cell is repeated in every row it covers: one text counts once
        parts = list(dict.fromkeys(filter(None, (plain(row.cells[at].text) for row in worded))))
        is_empty = not parts and not any(plain(row.cells[at].text) for row in below if at < len(row.cells))
        columns.append(Column(at + 1, "", "aside") if is_empty else _column(at + 1, parts))
    return _with_one_name(columns)


def _column(number: int, parts: Sequence[str]) -> Column:
    heading = " ".join(parts)
    folded = unaccented(heading)
    if re.sub(r"\W+", " ", folded).strip() in _ORDER:
        return Column(number, heading, "order")
    is_rank = len(parts) > 1 and _ASIDE.match(unaccented(parts[-1]))  # of the group above it
    indicator = None if is_rank else _indicator(parts)
    if indicator:
        role = _role(folded)
        return Column(number, heading, role, indicator, None if role == "rate" else _maximum(folded))
    if _NAME.match(folded):
        return Column(number, heading, "name")
    return Column(number, heading, "aside" if is_rank or _ASIDE.match(folded) else "value")


def _indicator(parts: Sequence[str]) -> str | None:
    """What a heading measures: its lowest row that says so, else all its rows read as one."""
    for part in dict.fromkeys((*reversed(parts), " ".join(parts))):
        words = _QUALIFIER.sub(" ", part)
        if len(words) > _MAX_HEADING_CHARACTERS or _MEASURE_ALONE.fullmatch(unaccented(words)):
            continue
        indicator = find_indicator(words)
        if indicator:
            return indicator
    return None


def _with_one_name(columns: list[Column]) -> list[Column]:
    """`columns` with the first column of names as the only one, or the one after the order for it."""
    named = [at for at, column in enumerate(columns) if column.role == "name"]
    if not named:
        free = [at for at, column in enumerate(columns) if column.role == "value" and not column.indicator_id]
        return [replace(c, role="name") if free and at == free[0] else c for at, c in enumerate(columns)]
    return [replace(c, role="value") if at in named[1:] else c for at, c in enumerate(columns)]


def _role(folded: str) -> ColumnRole:
    if "%" in folded or re.search(r"\bty le\b", folded):
        return "rate"
    if _IS_MAXIMUM.search(folded):
        return "maximum"
    return "score" if re.search(r"\bdiem\b", folded) or _MAXIMUM.search(folded) else "value"


def _maximum(folded: str) -> Decimal | None:
    match = _MAXIMUM.search(folded)
    number = next(filter(None, match.groups()), None) if match else None
    return Decimal(number.replace(",", ".")) if number else None


def _refuse_unknown(columns: Sequence[Column], place: str) -> None:
    for column in columns:
        if column.role == "value" and not column.heading:
            raise Refused(
                f"{place}, cột {column.number}",
                "Cột này có nội dung nhưng không có tiêu đề: hãy ghi tiêu đề theo bản gốc, hoặc xóa cột, rồi nộp lại.",
                "This column has content but no heading: write its heading from the original, or delete the"
                " column, and submit again.",
            )
        if column.role == "value" and column.indicator_id is None:
            raise Refused(
                f"{place}, cột {column.number}",
                f"Không rõ cột {shown(column.heading)} là chỉ số nào: hãy thêm cách gọi này vào"
                " orchestration/reference/data/indicator_labels.csv rồi chạy «chiso766 build».",
                f"The column {shown(column.heading)} is no known indicator: add the wording to"
                " orchestration/reference/data/indicator_labels.csv and run `chiso766 build`.",
            )


def _refuse_repeated(columns: Sequence[Column], place: str) -> None:
    seen: dict[tuple[str, str], Column] = {}
    for column in columns:
        if column.indicator_id is None:
            continue
        twin = seen.setdefault((column.indicator_id, column.role), column)
        if twin is not column:
            raise Refused(
                f"{place}, cột {column.number}",
                f"Hai cột {twin.number} và {column.number} cùng chỉ một chỉ số ({column.indicator_id}):"
                " hãy đối chiếu tiêu đề cột với bản gốc.",
                f"Columns {twin.number} and {column.number} both stand for {column.indicator_id}:"
                " check their headings with the original.",
            )


def _folded(row: Row) -> tuple[str, ...]:
    return tuple(unaccented(plain(cell.text)) for cell in row.cells)


def _has_figures(cells: Sequence[str]) -> bool:
    return any(_FIGURE.fullmatch(cell) for cell in cells)

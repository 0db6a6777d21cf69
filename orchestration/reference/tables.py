"""Reading one reference CSV strictly, every fault named with its file and line.

Belongs here: the form of the files (header, cells, citation) and rules over the rows of one file.
Does not belong here: what a row means (`registry`).
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path


class ReferenceDataError(ValueError):
    """A reference file that must be mended before anything is loaded: which line, and what is wrong."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}: {problem}")
        self.path, self.line, self.problem = path, line, problem


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its cells by column, and the line of the file it ends on (1 is the header)."""

    path: Path
    line: int
    cells: dict[str, str]

    def fault(self, problem: str) -> ReferenceDataError:
        """The error that names this row."""
        return ReferenceDataError(self.path, self.line, problem)

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self.cells[column]:
            raise self.fault(f"{column} is empty")
        return self.cells[column]

    def optional_text(self, column: str) -> str | None:
        """A cell, or None when empty."""
        return self.cells[column] or None

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """A cell that must be one of a closed set of words."""
        value = self.text(column)
        if value not in allowed:
            raise self.fault(f"{column} is {value!r}, not one of {', '.join(allowed)}")
        return value

    def count(self, column: str) -> int:
        """A whole number, 0 or more."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            raise self.fault(f"{column} is {value!r}, not a whole number")
        return int(value)

    def number(self, column: str) -> Decimal:
        """A finite number, 0 or more."""
        value = self.text(column)
        try:
            number = Decimal(value)
        except InvalidOperation as error:
            raise self.fault(f"{column} is {value!r}, not a number") from error
        if not number.is_finite() or number < 0:
            raise self.fault(f"{column} is {value!r}, not a number from 0 up")
        return number

    def optional_number(self, column: str) -> Decimal | None:
        """The same, or None when empty."""
        return self.number(column) if self.cells[column] else None

    def day(self, column: str) -> date:
        """A date written 2025-07-01."""
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.fault(f"{column} is {value!r}, not a date like 2025-07-01") from error

    def optional_day(self, column: str) -> date | None:
        """The same, or None when empty."""
        return self.day(column) if self.cells[column] else None

    def flag(self, column: str) -> bool:
        """`true` or `false`."""
        return self.one_of(column, ("true", "false")) == "true"

    def optional_flag(self, column: str) -> bool | None:
        """The same, or None when empty."""
        return self.flag(column) if self.cells[column] else None

    def span(self) -> tuple[date | None, date | None]:
        """`valid_from` and `valid_to`, both inclusive; None is "not known"."""
        start, end = self.optional_day("valid_from"), self.optional_day("valid_to")
        if start and end and start > end:
            raise self.fault(f"valid_from {start} is later than valid_to {end}")
        return start, end


def read_rows(path: Path, columns: Sequence[str], citation: str = "source") -> list[Row]:
    """The rows of a file with exactly these columns; the `citation` column is never empty.

    Raises `ReferenceDataError` when the header differs, a row has more or fewer cells, a cell is
    not NFC or has blanks around it, or a fact has no source.
    """
    header, *numbered = _lines(path) or [(1, [])]
    if header[1] != list(columns):
        raise ReferenceDataError(path, 1, f"the columns must be {', '.join(columns)}")
    rows = [_row(path, line, columns, cells) for line, cells in numbered]
    for row in rows:
        row.text(citation)
    return rows


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # spreadsheets put a mark in front
    except UnicodeDecodeError as error:
        raise ReferenceDataError(path, 1, "not UTF-8; save it as CSV UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise ReferenceDataError(path, reader.line_num, f"not a CSV ({error})") from error


def _row(path: Path, line: int, columns: Sequence[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise ReferenceDataError(path, line, f"{len(cells)} cells, not {len(columns)}")
    for column, cell in zip(columns, cells, strict=True):
        if cell != unicodedata.normalize("NFC", cell).strip():
            raise ReferenceDataError(path, line, f"{column} is not NFC, or has blanks around it")
    return Row(path, line, dict(zip(columns, cells, strict=True)))


def require_unique(rows: Sequence[Row], *columns: str) -> None:
    """Refuse two rows with the same values in these columns; rows with all of them empty may repeat."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        if any(key) and key in first:
            raise row.fault(f"{', '.join(columns)} {' / '.join(key)} stands on line {first[key]} already")
        first[key] = row.line


def require_known(rows: Sequence[Row], column: str, known: Collection[str]) -> None:
    """Refuse a row whose cell, unless empty, is not one of the `known` ids."""
    for row in rows:
        if row.cells[column] and row.cells[column] not in known:
            raise row.fault(f"{column} {row.cells[column]!r} is not known")


def require_separate_spans(rows: Sequence[Row], group: Callable[[Row], object]) -> None:
    """Refuse two rows of one group that are valid on the same day."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        earlier = groups.setdefault(group(row), [])
        for other in earlier:
            if _overlap(row.span(), other.span()):
                raise row.fault(f"its span of time overlaps with that of line {other.line}")
        earlier.append(row)


def _overlap(one: tuple[date | None, date | None], two: tuple[date | None, date | None]) -> bool:
    latest_start = max(one[0] or date.min, two[0] or date.min)
    return latest_start <= min(one[1] or date.max, two[1] or date.max)

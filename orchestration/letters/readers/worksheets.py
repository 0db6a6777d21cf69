"""One worksheet → the blocks on it: what its cells show, merges repeated, hidden rows left out.

Belongs here: rows, cells and merges of a sheet. Does not belong here: the workbook around it
(`xlsx`), how a number shows (`number_format`), what is a table and what a title (`tables`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from orchestration.letters.blocks import Block
from orchestration.letters.readers.cleaning import LOWERED, RAISED
from orchestration.letters.readers.grids import Line, Slot, simplify, text_slot
from orchestration.letters.readers.limits import CellBudget, warning
from orchestration.letters.readers.markup import attribute, child, children, local, whole
from orchestration.letters.readers.number_format import show_number
from orchestration.letters.readers.tables import arrange
from orchestration.readings import Refused

MAX_MERGES: Final = 20_000
MAX_NUMBER_CHARACTERS: Final = 40
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Seen:
    """What a person should know of how the cells were read."""

    hidden: list[str] = field(default_factory=list)
    rounded: list[str] = field(default_factory=list)
    formulas: int = 0
    drawings: int = 0

    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the workbook, Vietnamese and English in one sentence each."""
        found = []
        if self.hidden:
            places = ", ".join(self.hidden[:5])
            found.append(warning(
                f"không đọc {len(self.hidden)} trang, dòng hoặc cột bị ẩn: {places}",
                f"{len(self.hidden)} hidden sheets, rows or columns were not read: {places}",
            ))
        if self.rounded:
            places = ", ".join(self.rounded[:5])
            found.append(warning(
                f"{len(self.rounded)} ô lưu nhiều chữ số hơn số hiển thị; đã lấy số hiển thị: {places}",
                f"{len(self.rounded)} cells hold more digits than they show; as shown they were taken: "
                f"{places}",
            ))
        if self.formulas:
            found.append(warning(
                f"{self.formulas} ô là công thức; đã lấy giá trị lưu sẵn trong tệp",
                f"{self.formulas} cells are formulas; the values saved in the file were taken",
            ))
        if self.drawings:
            found.append(warning(
                f"{self.drawings} trang có hình vẽ hoặc biểu đồ không được đọc",
                f"{self.drawings} sheets have drawings or charts that were not read",
            ))
        return tuple(found)


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share: strings, number formats by style, day zero, cell budget."""

    strings: list[str]
    formats: list[str]
    epoch: datetime
    budget: CellBudget = field(default_factory=CellBudget)
    seen: Seen = field(default_factory=Seen)


@dataclass(slots=True)
class Worksheet:
    """One worksheet: its cells that show text, put in a grid with its merges."""

    book: Book
    name: str
    root: etree._Element

    def blocks(self, number: int) -> list[Block]:
        """The blocks of this sheet, the `number`-th of its workbook."""
        if child(self.root, "drawing") is not None:
            self.book.seen.drawings += 1
        rows = dict(self._rows(number))
        self._merge(rows)
        if not rows:
            return []
        columns = range(
            min(column for row in rows.values() for column in row),
            max(column for row in rows.values() for column in row) + 1,
        )
        self.book.budget.spend(len(rows) * len(columns), self._place())
        lines: list[Line] = []
        for at in sorted(rows):
            if at - 1 not in rows:
                lines.append(Line((), number))  # however many rows are blank, they part alike
            slots = tuple(rows[at].get(column) or Slot("") for column in columns)
            lines.append(Line(slots, number, at))
        return arrange(simplify(lines))

    def _rows(self, number: int) -> Iterator[tuple[int, dict[int, Slot]]]:
        """The rows that show something: their number and their filled cells by column."""
        hidden = self._hidden_columns()
        at = 0
        for row in children(self.root, "sheetData"):
            at = whole(attribute(row, "r"), at + 1)
            if attribute(row, "hidden") in ("1", "true"):
                self.book.seen.hidden.append(f"trang «{self.name}», dòng {at}")
                continue
            cells = {
                column: text_slot(text, number, at)
                for column, text in self._cells(row, at) if not any(column in one for one in hidden)
            }
            filled = {column: slot for column, slot in cells.items() if slot.text}
            if filled:
                yield at, filled

    def _cells(self, row: etree._Element, at: int) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in row:
            reference = _REFERENCE.fullmatch(attribute(cell, "r") or "")
            column = column_index_from_string(reference[1]) if reference else column + 1
            yield column, self._text(cell, self._place(at, column))

    def _text(self, cell: etree._Element, place: str) -> str:
        kind, value = attribute(cell, "t") or "n", child(cell, "v")
        text = (value.text if value is not None else None) or ""
        if child(cell, "f") is not None:
            self.book.seen.formulas += 1
            if not text and kind != "str":
                raise _uncalculated(place)
        if kind == "s":
            return self._sharedstring_of(text, place)
        if kind == "inlineStr":
            inline = child(cell, "is")
            return string_of(inline) if inline is not None else ""
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return self._number(text, cell, place) if kind == "n" and text.strip() else _unescaped(text)

    def _sharedstring_of(self, text: str, place: str) -> str:
        at = whole(text, len(self.book.strings))
        if at >= len(self.book.strings):
            raise _damaged(place, f"string {text}")
        return self.book.strings[at]

    def _number(self, text: str, cell: etree._Element, place: str) -> str:
        try:
            # through float: 94.22 is stored as 94.219999999999999, and repr finds it again
            stored = Decimal(repr(float(text)))
        except ValueError:
            raise _damaged(place, f"number {text[:MAX_NUMBER_CHARACTERS]}") from None
        if not stored.is_finite():
            raise _damaged(place, f"number {text[:MAX_NUMBER_CHARACTERS]}")
        style = whole(attribute(cell, "s"), 0)
        code = self.book.formats[style] if style < len(self.book.formats) else "General"
        shown = show_number(stored, code, self.book.epoch)
        if shown.hides_digits:
            self.book.seen.rounded.append(f"{place}: {stored} → «{shown.text}»")
        return shown.text

    def _merge(self, rows: dict[int, dict[int, Slot]]) -> None:
        """Repeat merged cells over the rows and columns that show something."""
        merges = list(children(self.root, "mergeCells"))
        if len(merges) > MAX_MERGES:
            raise _damaged(self._place(), f"{len(merges)} merged cells")
        last = max((column for row in rows.values() for column in row), default=0)
        used = sorted(rows)
        for left, top, right, bottom in filter(None, map(_corners, merges)):
            slot = rows.get(top, {}).get(left) or Slot("")
            columns = range(left, min(right, last) + 1)
            covered = used[bisect_left(used, top):bisect_left(used, bottom + 1)]
            self.book.budget.spend(len(covered) * len(columns), self._place())
            for at in covered:
                rows[at].update(dict.fromkeys(columns, slot))

    def _hidden_columns(self) -> list[range]:
        found = []
        for one in children(self.root, "cols"):
            if attribute(one, "hidden") in ("1", "true"):
                first, last = whole(attribute(one, "min"), 1), whole(attribute(one, "max"), 1)
                found.append(range(first, last + 1))
                self.book.seen.hidden.append(f"trang «{self.name}», cột {first}-{last}")
        return found

    def _place(self, row: int | None = None, column: int = 1) -> str:
        cell = "" if row is None else f", ô {get_column_letter(column)}{row}"
        return f"trang «{self.name}»{cell}"


def string_of(element: etree._Element) -> str:
    """The text of a string item: its runs joined, raised digits told from figures, no phonetics."""
    parts = []
    for one in element:
        if local(one) == "t":
            parts.append(_unescaped(one.text or ""))
        elif local(one) == "r":
            position = attribute(child(one, "rPr", "vertAlign"), "val")
            text = child(one, "t")
            run = _unescaped((text.text if text is not None else None) or "")
            parts.append(run.translate({"superscript": RAISED, "subscript": LOWERED}.get(position or "", {})))
    return "".join(parts)


def _corners(merge: etree._Element) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of a merged range, 1-based; None for what is no range."""
    ends = [_REFERENCE.fullmatch(one) for one in (attribute(merge, "ref") or "").split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
    return column_index_from_string(left), int(top), column_index_from_string(right), int(bottom)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _uncalculated(place: str) -> Refused:
    return Refused(
        place,
        "Ô này là công thức chưa được tính, không có giá trị lưu kèm. Hãy mở bằng Excel, lưu lại "
        "(hoặc dán thành giá trị) rồi nộp lại.",
        "This cell is a formula that was never calculated: no value is saved with it. Open the file in "
        "Excel, save it (or paste the values) and submit it again.",
    )


def _damaged(place: str, what: str) -> Refused:
    return Refused(
        place,
        f"Bảng tính bị hỏng ({what}). Hãy mở bằng Excel, lưu lại rồi nộp lại.",
        f"The workbook is damaged ({what}). Open it in Excel, save it again and submit it.",
    )

"""Which rows of an annex table are units, in order and whole.

Belongs here: telling rows of units from headings repeated on a page, section rows (I, II), totals
and blanks; the counting in the STT column; the number of cells. Does not belong here: which unit
a row is, or what its figures say (`annex`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.letters.blocks import Cell, Row
from orchestration.letters.captions import level_named
from orchestration.letters.grammar.plain import plain, shown, unaccented
from orchestration.letters.sections import Annex
from orchestration.readings import Level, Note, Refused

_TOTAL = re.compile(
    r"(?:(?:tong|cong|tong cong|tong so)(?:\s?\(?[ivx]+(?:\s?[+,]\s?[ivx]+)*\)?)?"
    r"|(?:chung )?toan (?:tinh|huyen)\b.*|(?:diem |ty le )?(?:trung binh|binh quan)\b.*)\W*"
)
_SECTION = re.compile(r"(?:[ivx]{1,5}|[a-h])\W*")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of one unit: its 1-based number among them, its name and cells, its section's level."""

    number: int
    name: str
    cells: tuple[Cell, ...]
    level: Level | None
    place: str


class RowReader:
    """Goes down one table once; `notes` are about the rows that were left out."""

    def __init__(self, annex: Annex) -> None:
        self._annex = annex
        self._order_at, self._name_at = annex.layout.first("order"), annex.layout.first("name") or 0
        self._level = level_named(" ".join(paragraph.text for paragraph in annex.caption))
        self._last = annex.counted_to
        self._may_restart = annex.counted_to > 0  # a table without a heading may be another one
        self.notes: list[Note] = []

    def unit_rows(self) -> list[UnitRow]:
        """The rows of units. Raises `Refused` for one that is cut short or out of order."""
        found: list[UnitRow] = []
        for row in self._annex.table.rows[self._annex.layout.heading_rows.stop:]:
            texts = [plain(cell.text) for cell in row.cells]
            if self._annex.layout.is_heading(row):
                self._may_restart = True
            elif any(texts) and not self._is_section(texts) and not self._is_total(texts):
                place = self._place(len(found) + 1, row)
                self._check_width(row, place)
                self._check_order(texts, place)
                found.append(UnitRow(len(found) + 1, texts[self._name_at], row.cells, self._level, place))
        return found

    def _place(self, number: int, row: Row) -> str:
        line = f" (dòng {row.line} của tệp)" if row.line else ""
        return f"{self._annex.place}, dòng {number}{line}"

    def _is_section(self, texts: Sequence[str]) -> bool:
        """"I | Các sở, ban, ngành | …", or one text over the whole row."""
        filled = [text for text in texts if text]
        order = "" if self._order_at is None else texts[self._order_at]
        is_alone = len(set(filled)) == 1 and (len(filled) > 1 or (self._order_at is not None and not order))
        is_numbered = self._order_at is not None and _SECTION.fullmatch(unaccented(order)) is not None
        if not (is_numbered or is_alone) or _TOTAL.fullmatch(unaccented(filled[0])):
            return False
        title = self._title(texts)
        self._level = level_named(title) or self._level
        self._may_restart = True
        self._note_figures(texts, title)
        return True

    def _is_total(self, texts: Sequence[str]) -> bool:
        first = {unaccented(text) for text in texts[: self._name_at + 1]}
        if not any(_TOTAL.fullmatch(text) for text in first):
            return False
        self._note_figures(texts, self._title(texts))
        return True

    def _title(self, texts: Sequence[str]) -> str:
        return " ".join(dict.fromkeys(text for text in texts[: self._name_at + 1] if text))

    def _note_figures(self, texts: Sequence[str], title: str) -> None:
        if any(text for text in texts[self._name_at + 1:] if text not in title):
            self.notes.append(Note(
                "summary_row_not_loaded", "info",
                f"Dòng tổng hợp {shown(title)} không phải của một đơn vị nên không nạp.",
                f"The summary row {shown(title)} is no unit's and was not loaded.", self._annex.place,
            ))

    def _check_width(self, row: Row, place: str) -> None:
        width = len(self._annex.layout.columns)
        if len(row.cells) == width:
            return
        raise Refused(
            place,
            f"Dòng này có {len(row.cells)} ô, trong khi bảng có {width} cột, nên không biết ô nào thuộc"
            " cột nào: hãy đối chiếu với bản gốc, sửa dòng này rồi nộp lại.",
            f"The row has {len(row.cells)} cells, the table {width} columns, so no cell's column is certain:"
            " check the original, mend the row and submit again.",
        )

    def _check_order(self, texts: Sequence[str], place: str) -> None:
        if self._order_at is None:
            return
        written = texts[self._order_at].rstrip(".")
        number = int(written) if re.fullmatch(r"[0-9]{1,5}", written) else None
        if number is None or (number != self._last + 1 and not (number == 1 and self._may_restart)):
            expected = self._last + 1
            raise Refused(
                place,
                f"Số thứ tự ở đây phải là {expected} nhưng ô ghi {shown(written)}: có thể thiếu hoặc thừa"
                " dòng, hãy đối chiếu với bản gốc.",
                f"The row should be number {expected} but says {shown(written)}: a row may be missing or"
                " doubled, check with the original.",
            )
        self._last, self._may_restart = number, False

"""What a test letter says, before it is put in any format.

Belongs here: the shapes, and what a right reader must find in them. Does not belong here: formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


class HeadingCell(NamedTuple):
    """A heading and the rectangle of columns and rows it covers; places are 0-based."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class TableSpec:
    """An annex table.

    `headings` are one or more rows as wide as the table; equal texts side by side, or one above the
    other, are one merged cell. A row of `rows` has a text for each column, or a single text that is
    merged over the whole width (a section). A line break in a text is one in the cell.
    """

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    title: tuple[str, ...] = ()
    caption: str = ""
    note: str = ""

    @property
    def width(self) -> int:
        return len(self.headings[0])

    def grid(self) -> list[list[str]]:
        """What a reader must find: every row, headings included, merged texts in each of their cells."""
        rows = (row * self.width if len(row) == 1 else row for row in self.rows)
        return [list(row) for row in (*self.headings, *rows)]

    def heading_cells(self) -> Iterator[HeadingCell]:
        """The headings, merged ones once, in reading order."""
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(self.headings):
            for column, text in enumerate(row):
                if (at, column) in taken:
                    continue
                columns = _run([one == text for one in row[column:]])
                rows = _run([one[column:column + columns] == (text,) * columns for one in self.headings[at:]])
                taken |= {(at + y, column + x) for y in range(rows) for x in range(columns)}
                yield HeadingCell(text, at, column, rows, columns)


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """A letter: its head, its words, the province's scores in them, and its annex tables."""

    superior: str = "UBND TỈNH QUẢNG TRỊ"
    issuer: str = "VĂN PHÒNG"
    number: str = "12/VP-NC"
    place: str = "Quảng Trị"
    day: date = date(2024, 9, 5)
    subject: tuple[str, ...] = ("V/v công khai kết quả đánh giá Bộ chỉ số",)
    addressees: tuple[str, ...] = ("Các cơ quan, đơn vị.",)
    body: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("- Như trên;", "- Lưu: VT.")
    signer: str = "Nguyễn Văn A"
    tables: tuple[TableSpec, ...] = ()

    @property
    def number_line(self) -> str:
        return f"Số: {self.number}"

    @property
    def date_line(self) -> str:
        return f"{self.place}, ngày {self.day.day:02d} tháng {self.day.month:02d} năm {self.day.year}"

    def paragraphs(self) -> list[str]:
        """The words between head and signature, one paragraph each."""
        return ["Kính gửi:", *self.addressees, *self.body, *self.scores, *self.closing]


def _run(flags: Sequence[bool]) -> int:
    """How many flags at the start are set."""
    return next((at for at, flag in enumerate(flags) if not flag), len(flags))

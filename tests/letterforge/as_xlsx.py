"""A letter as a workbook: the letter on the first sheet, each annex table on one of its own."""

from __future__ import annotations

import io
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment

from tests.letterforge.spec import MOTTO, LetterSpec, TableSpec

_NUMBER = re.compile(r"(\d+)(?:,(\d+))?(%?)")


def to_xlsx(spec: LetterSpec, typed: bool = True) -> bytes:
    """The letter as an XLSX file; `typed` makes "94,22" a number shown as 0.00, else all cells are text."""
    book = Workbook()
    letter = book.active
    letter.title = "Công văn"
    head = zip(
        (spec.superior, spec.issuer, spec.number_line, "\n".join(spec.subject)),
        (*MOTTO, spec.date_line, ""), strict=True,
    )
    for row, (left, right) in enumerate(head, start=1):
        _put(letter, row, 1, left, columns=3)
        _put(letter, row, 4, right, columns=4)
    for row, text in enumerate(spec.paragraphs(), start=6):
        _put(letter, row, 1, text, columns=7)
    for number, table in enumerate(spec.tables, start=1):
        _annex(book.create_sheet(f"Phụ lục {number}"), table, typed)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _annex(sheet: Any, spec: TableSpec, typed: bool) -> None:
    row = 1
    for text in (*spec.title, spec.caption):
        if text:
            _put(sheet, row, 1, text, columns=spec.width)
            row += 1
    for heading in spec.heading_cells():
        _put(sheet, row + heading.row, 1 + heading.column, heading.text, heading.columns, heading.rows)
    row += len(spec.headings)
    for cells in spec.rows:
        if len(cells) == 1:
            _put(sheet, row, 1, cells[0], columns=spec.width)
        else:
            for column, text in enumerate(cells, start=1):
                _put_figure(sheet.cell(row, column), text, typed)
        row += 1
    if spec.note:
        sheet.cell(row, 1, spec.note)  # not merged: a footnote typed below the table


def _put(sheet: Any, row: int, column: int, text: str, columns: int = 1, rows: int = 1) -> None:
    if text:
        cell = sheet.cell(row, column, text)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True)
    if columns > 1 or rows > 1:
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + rows - 1, end_column=column + columns - 1
        )


def _put_figure(cell: Any, text: str, typed: bool) -> None:
    number = _NUMBER.fullmatch(text) if typed else None
    if number is None:
        if text:
            cell.value, cell.data_type = text, "s"
        return
    whole, fraction, percent = number.groups()
    value = float(f"{whole}.{fraction or 0}")
    cell.value = value / 100 if percent else value
    cell.number_format = f"0{'.' + '0' * len(fraction) if fraction else ''}{percent}"

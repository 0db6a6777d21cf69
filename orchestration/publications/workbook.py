"""XLSX: one sheet a table, ready to print, its figures real numbers.

Belongs here: cells, number formats, page set-up. Does not belong here: what the tables say. A text
is always written as text, whatever it begins with: no cell of ours is a formula.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from orchestration.publications.shapes import Column, Kind, Table, Value
from orchestration.publications.vietnamese import MISSING

FONT = "Times New Roman"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_THIN = Border(*(Side(style="thin"),) * 4)
_MM_TO_CHARACTERS = 0.5
_LINE_PT, _PADDING_PT = 16, 4
# Widths of a letter, on the wide side: a row too high is read, one too low is not.
_LETTER_MM, _BOLD_LETTER_MM, _CAPITAL_MM = 2.0, 2.3, 3.0
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zone


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own: the sheet's name, the lines above the table, the table."""

    name: str
    above: tuple[str, ...]
    caption: str
    table: Table
    landscape: bool = False


def to_bytes(sheets: Sequence[Sheet], title: str) -> bytes:
    """The workbook."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = title, ""
    book.properties.created = book.properties.modified = _UNDATED
    for sheet in sheets:
        _draw(book.create_sheet(sheet.name), sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _draw(page: Any, sheet: Sheet) -> None:
    columns = sheet.table.columns
    row = 1
    for text in (*sheet.above, *sheet.table.title):
        row = _over_all(page, row, text, columns, Font(name=FONT, size=13, bold=True))
    row = _over_all(page, row, sheet.caption, columns, Font(name=FONT, size=12, italic=True)) + 1
    heading = row
    row = _headings(page, row, columns)
    page.print_title_rows = f"{heading}:{row - 1}"
    page.freeze_panes = page.cell(row, 3)
    for values in sheet.table.rows:
        for at, (value, column) in enumerate(zip(values, columns, strict=True), 1):
            put(page.cell(row, at), value, column.kind, column.places)
        texts = [(value, column.width_mm) for value, column in zip(values, columns, strict=True)]
        _make_room(page, row, [(text, width) for text, width in texts if isinstance(text, str)], _LETTER_MM)
        row += 1
    for note in sheet.table.notes:
        row = _over_all(page, row, note, columns, Font(name=FONT, size=12, italic=True), "left")
    _set_up_page(page, columns, sheet.landscape)


def put(cell: Any, value: Value, kind: Kind, places: int = 0) -> None:
    """One value: a number as a number that shows what was published, a text as nothing but text."""
    cell.font, cell.border = Font(name=FONT, size=12), _THIN
    is_text = kind == "text"
    cell.alignment = Alignment("left" if is_text else "center", "center", wrap_text=True, indent=1 if is_text else 0)
    if isinstance(value, Decimal | int):
        cell.value = value
        cell.number_format = number_format(value, kind, places)
        return
    put_text(cell, MISSING if value is None else value)


def put_text(cell: Any, text: str) -> None:
    """A text, never a formula, also after somebody edits the cell."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def number_format(value: Decimal | int, kind: Kind, at_least: int = 0) -> str:
    """The format that shows exactly the decimals that were published, and no fewer than the column's."""
    places = max(at_least, len(f"{value:f}".partition(".")[2].rstrip("0")))
    digits = f"0.{'0' * places}" if places else "0"
    return f"+{digits};-{digits};0" if kind in ("change", "whole_change") else digits


def _headings(page: Any, row: int, columns: Sequence[Column]) -> int:
    two = any(column.over for column in columns)
    over = [(column.over, column.width_mm * _shared_by(columns, column)) for column in columns if column.over]
    own = [(column.heading, column.width_mm) for column in columns if column.over or not two]
    _make_room(page, row, over if two else own, _BOLD_LETTER_MM)
    if two:
        _make_room(page, row + 1, own, _BOLD_LETTER_MM)
    for at, column in enumerate(columns, 1):
        if not two:
            _heading(page.cell(row, at), column.heading)
        elif not column.over:
            _heading(page.cell(row, at), column.heading)
            _heading(page.cell(row + 1, at), "")
            page.merge_cells(start_row=row, end_row=row + 1, start_column=at, end_column=at)
        else:
            is_first = at == 1 or columns[at - 2].over != column.over
            _heading(page.cell(row, at), column.over if is_first else "")
            _heading(page.cell(row + 1, at), column.heading)
            last = at + sum(1 for other in columns[at:] if other.over == column.over)
            if is_first and last > at:
                page.merge_cells(start_row=row, end_row=row, start_column=at, end_column=last)
    return row + 2 if two else row + 1


def _heading(cell: Any, text: str) -> None:
    if text:
        put_text(cell, text)
    cell.font, cell.border = Font(name=FONT, size=12, bold=True), _THIN
    cell.alignment = Alignment("center", "center", wrap_text=True)


def _over_all(
    page: Any, row: int, text: str, columns: Sequence[Column], font: Font, align: str = "center"
) -> int:
    """A line over the whole width, high enough for its words; returns the next row."""
    cell = page.cell(row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = font, Alignment(align, "center", wrap_text=True)
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
    width = sum(column.width_mm for column in columns)
    letter = _CAPITAL_MM if text == text.upper() else _BOLD_LETTER_MM if font.bold else _LETTER_MM
    _make_room(page, row, [(text, width)], letter)
    return row + 1


def _shared_by(columns: Sequence[Column], column: Column) -> int:
    return sum(1 for other in columns if other.over == column.over)


def _make_room(page: Any, row: int, texts: Sequence[tuple[str, float]], letter_mm: float) -> None:
    """A row as high as its longest text, wrapped to its width: not every program finds that by itself."""
    lines = [len(textwrap.wrap(text, max(1, int(width / letter_mm)))) for text, width in texts]
    page.row_dimensions[row].height = _LINE_PT * max([1, *lines]) + _PADDING_PT


def _set_up_page(page: Any, columns: Sequence[Column], landscape: bool) -> None:
    for at, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(at)].width = column.width_mm * _MM_TO_CHARACTERS
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_options.horizontalCentered = True
    page.page_margins.left, page.page_margins.right = 30 / 25.4, 15 / 25.4
    page.page_margins.top = page.page_margins.bottom = 20 / 25.4
    page.oddHeader.center.text = "&P"
    page.HeaderFooter.differentFirst = True

"""DOCX in the form of Decree 30/2020/NĐ-CP: paper, margins, fonts, headings, tables.

Belongs here: how an official document looks. Does not belong here: what it says (`annex`, `report`).
Two traps of the format: LibreOffice takes column widths from the grid, Word from the cells, so both
are set; and Word takes letters with Vietnamese marks from the font named for East Asia too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from orchestration.publications.shapes import Column, Kind, Table
from orchestration.publications.vietnamese import shown

FONT = "Times New Roman"
PORTRAIT_MM, LANDSCAPE_MM = 165.0, 242.0  # between the margins
BODY_PT, TABLE_PT = 13, 12
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_ALIGNED: dict[Kind, Any] = {"text": LEFT}
# A file is the same bytes for the same figures: no clock in it.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def new_document(title: str) -> Doc:
    """An empty A4 document in the decree's font and margins; its first section is ready for use."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(BODY_PT)
    normal.paragraph_format.line_spacing = 1.0
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "vi-VN"
    properties.created = properties.modified = _UNDATED
    _paper(document.sections[0], landscape=False)
    return document


def next_annex(document: Doc, *, is_first: bool, landscape: bool) -> None:
    """Begin an annex on a page of its own, with page numbers of its own."""
    section = document.sections[0] if is_first else document.add_section(WD_SECTION.NEW_PAGE)
    _paper(section, landscape)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.append(start)
    section.different_first_page_header_footer = True
    if is_first:
        _number_pages(section)


def add_line(
    document: Doc, parts: str | Sequence[tuple[str, bool]], *, bold: bool = False, italic: bool = False,
    size: float = BODY_PT, align: Any = CENTRE, after: float = 6, before: float = 0, keep: bool = False,
) -> None:  # fmt: skip
    """A paragraph; a part marked true is a field that a clerk fills in."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.space_before = Pt(after), Pt(before)
    paragraph.paragraph_format.keep_with_next = keep
    for text, is_field in [(parts, False)] if isinstance(parts, str) else parts:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if is_field:
            _make_field(run, text)


def add_annex_head(document: Doc, name: str, title: Iterable[str], caption: Sequence[tuple[str, bool]]) -> None:
    """The word "Phụ lục", the title in bold capitals, the letter it belongs to in italics."""
    if name:
        add_line(document, name, bold=True, size=14, after=3, keep=True)
    for line in title:
        add_line(document, line, bold=True, size=13, after=3, keep=True)
    add_line(document, caption, italic=True, after=10, keep=True)


def add_table(document: Doc, table: Table, *, size: float = TABLE_PT, padding: float = 2) -> None:
    """The table with its heading repeated on every page and no row broken over two; notes below it."""
    heading_rows = 2 if table.has_two_headings else 1
    made = document.add_table(heading_rows + len(table.rows), len(table.columns), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for grid, column in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), table.columns, strict=True):
        grid.set(qn("w:w"), str(Mm(column.width_mm).twips))
    cells = [list(row.cells) for row in made.rows]
    for row in cells:
        for cell, column in zip(row, table.columns, strict=True):
            cell.width = Mm(column.width_mm)
    _fill_heading(cells, table.columns)
    for row, values in zip(cells[heading_rows:], table.rows, strict=True):
        for cell, column, value in zip(row, table.columns, values, strict=True):
            _fill(cell, shown(value, column.kind, column.places), align=_ALIGNED.get(column.kind, CENTRE))
    _size([cell for row in cells for cell in row], size, padding)
    for at, row in enumerate(made.rows):
        _mark_row(row, "w:cantSplit")
        if at < heading_rows:
            _mark_row(row, "w:tblHeader")
    for at, note in enumerate(table.notes):
        add_line(document, note, italic=True, size=TABLE_PT, align=JUSTIFY, before=6 if at == 0 else 0, after=2)


def to_bytes(document: Doc) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paper(section: Any, landscape: bool) -> None:
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)


def _number_pages(section: Any) -> None:
    """The page number in the middle of the top margin; the first page carries none."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _make_field(run: Any, text: str) -> None:
    """Wrap a run in a content control: Word offers it to be typed over.

    A control of rich text: of plain text LibreOffice forgets that it is in italics.
    """
    control, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    properties.append(deepcopy(run._r.rPr))
    alias = OxmlElement("w:alias")
    alias.set(qn("w:val"), f"Điền: {text}"[:60])
    properties.append(alias)
    run._r.addprevious(control)
    content.append(run._r)
    control.extend([properties, content])


def _fill_heading(cells: list[list[Any]], columns: Sequence[Column]) -> None:
    two = any(column.over for column in columns)
    at = 0
    while at < len(columns):
        column = columns[at]
        span = _span(columns, at)
        if two and column.over:
            _fill(cells[0][at].merge(cells[0][at + span - 1]), column.over, bold=True)
            for below in range(at, at + span):
                _fill(cells[1][below], columns[below].heading, bold=True)
        elif two:
            _fill(cells[0][at].merge(cells[1][at]), column.heading, bold=True)
        else:
            _fill(cells[0][at], column.heading, bold=True)
        at += span


def _span(columns: Sequence[Column], at: int) -> int:
    """How many columns from `at` share the heading above them."""
    over = columns[at].over
    if not over:
        return 1
    return next((n for n, column in enumerate(columns[at:]) if column.over != over), len(columns) - at)


def _size(cells: Iterable[Any], size: float, padding: float) -> None:
    for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(padding)
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _fill(cell: Any, text: str, *, bold: bool = False, align: Any = CENTRE) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.add_run(text).bold = bold
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _mark_row(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)

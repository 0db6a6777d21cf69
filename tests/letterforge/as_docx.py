"""A letter as Word writes it: letterhead and signature in borderless tables, annex tables ruled."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement

from tests.letterforge.spec import MOTTO, LetterSpec, TableSpec


def to_docx(spec: LetterSpec) -> bytes:
    """The letter as a DOCX file; each annex table begins on a page of its own."""
    document = Document()
    _layout_table(document, [
        ([spec.superior, spec.issuer], list(MOTTO)),
        ([spec.number_line, "\n".join(spec.subject)], [spec.date_line]),
    ])
    for text in spec.paragraphs():
        document.add_paragraph(text)
    _layout_table(document, [(["Nơi nhận:", *spec.recipients], ["CHÁNH VĂN PHÒNG", spec.signer])])
    for table in spec.tables:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _annex(document, table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _layout_table(document: Any, rows: list[tuple[list[str], list[str]]]) -> None:
    table = document.add_table(len(rows), 2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, lines in zip(row.cells, texts, strict=True):
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)


def _annex(document: Any, spec: TableSpec) -> None:
    for text in (*spec.title, spec.caption):
        if text:
            document.add_paragraph(text)
    table = document.add_table(len(spec.headings) + len(spec.rows), spec.width)
    table.style = "Table Grid"
    cells = table._cells
    for heading in spec.heading_cells():
        corner = cells[heading.row * spec.width + heading.column]
        last = (heading.row + heading.rows - 1) * spec.width + heading.column + heading.columns - 1
        corner.merge(cells[last]).text = heading.text
    for at, row in enumerate(spec.rows, start=len(spec.headings)):
        in_row = cells[at * spec.width:(at + 1) * spec.width]
        if len(row) == 1:
            in_row[0].merge(in_row[-1]).text = row[0]
        else:
            for cell, text in zip(in_row, row, strict=True):
                cell.text = text
    for row in table.rows[: len(spec.headings)]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if spec.note:
        document.add_paragraph(spec.note)

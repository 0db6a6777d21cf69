"""A letter as a word processor prints it: a text layer, ruled tables that run over pages."""

from __future__ import annotations

import io
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.letterforge.fonts import vietnamese_fonts
from tests.letterforge.spec import MOTTO, LetterSpec, TableSpec

Layout = Literal["wide", "narrow"]

_MARGINS = {"leftMargin": 30 * mm, "rightMargin": 15 * mm, "topMargin": 20 * mm, "bottomMargin": 20 * mm}
_USABLE = A4[0] - 45 * mm


def to_pdf(
    spec: LetterSpec, layout: Layout = "wide", size: float = 11,
    repeat_headings: bool = True, split_rows: bool = False, top: bool = False,
) -> bytes:
    """The letter as a text PDF.

    "wide" gives the column of names the room it needs; "narrow" makes all columns equal, so that names
    wrap over four lines and tables run over the page. `split_rows` lets a page break cut a row in two;
    `top` sets the text of cells at their top, as Word does unless told otherwise, instead of the middle.
    """
    flow: list[Any] = [_letterhead(spec, size)]
    flow += [_words(text, size) for text in spec.paragraphs()]
    flow.append(_columns([("\n".join(["Nơi nhận:", *spec.recipients]), f"CHÁNH VĂN PHÒNG\n\n{spec.signer}")], size))
    for table in spec.tables:
        flow.append(PageBreak())
        flow += [_words(text, size, bold=True, centre=True) for text in table.title]
        flow += [_words(table.caption, size, centre=True)] if table.caption else []
        flow.append(_annex(table, layout, size, repeat_headings, split_rows, top))
        flow += [_words(table.note, size)] if table.note else []
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, title="Công văn", **_MARGINS)
    document.build(flow, onLaterPages=_page_number)
    return buffer.getvalue()


def _letterhead(spec: LetterSpec, size: float) -> Table:
    return _columns([
        (f"{spec.superior}\n{spec.issuer}", "\n".join(MOTTO)),
        ("\n".join([spec.number_line, *spec.subject]), spec.date_line),
    ], size)


def _columns(rows: list[tuple[str, str]], size: float) -> Table:
    cells = [[_words(text, size, centre=True) for text in row] for row in rows]
    return Table(cells, colWidths=[_USABLE * 0.42, _USABLE * 0.58], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _annex(spec: TableSpec, layout: Layout, size: float, repeat: bool, split_rows: bool, top: bool) -> Table:
    cells: list[list[Any]] = [["" for _ in range(spec.width)] for _ in (*spec.headings, *spec.rows)]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP" if top else "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for one in spec.heading_cells():
        cells[one.row][one.column] = _words(one.text, size, bold=True, centre=True)
        corner = (one.column + one.columns - 1, one.row + one.rows - 1)
        style.append(("SPAN", (one.column, one.row), corner))
    for at, row in enumerate(spec.rows, start=len(spec.headings)):
        cells[at][: len(row)] = [_words(text, size, centre=layout == "wide") for text in row]
        if len(row) == 1:
            style.append(("SPAN", (0, at), (-1, at)))
    return Table(
        cells, colWidths=_widths(spec.width, layout), style=style,
        repeatRows=len(spec.headings) if repeat else 0, splitByRow=int(not split_rows), splitInRow=int(split_rows),
    )


def _widths(columns: int, layout: Layout) -> list[float]:
    if layout == "narrow" or columns < 3:
        return [_USABLE / columns] * columns
    order, name = 12 * mm, 55 * mm
    return [order, name, *[(_USABLE - order - name) / (columns - 2)] * (columns - 2)]


def _words(text: str, size: float, bold: bool = False, centre: bool = False) -> Paragraph:
    fonts = vietnamese_fonts()
    style = ParagraphStyle(
        "words", fontName=fonts.bold if bold else fonts.regular, fontSize=size, leading=size * 1.25,
        spaceAfter=size * 0.6,
    )
    if centre:
        style.alignment = TA_CENTER
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont(vietnamese_fonts().regular, 11)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))

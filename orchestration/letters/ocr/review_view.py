"""The review page: each page's picture beside the tables read from it, in one HTML file.

Belongs here: markup and style, everything inside the file, no script, every text escaped. Does not
belong here: filling in (the sheet does that), which cells are doubtful (`doubt`).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from orchestration.letters.blocks import Cell, Letter, Paragraph, Row
from orchestration.letters.ocr.doubt import CellPlace, Doubt

STYLE: Final = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 0; color: #1a1a1a; }
header { padding: 1rem; border-bottom: 1px solid #999; }
section { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; padding: 1rem; }
figure { position: sticky; top: 0; align-self: start; margin: 0; max-height: 100vh; overflow: auto; }
figure div { position: relative; }
img { width: 100%; display: block; }
figure a { position: absolute; border: 2px solid #b45309; background: rgb(245 158 11 / 0.15); }
figure a:target { border-color: #b91c1c; background: rgb(220 38 38 / 0.3); }
table { border-collapse: collapse; margin: 0.5rem 0; }
td { border: 1px solid #999; padding: 0.2rem 0.4rem; vertical-align: top; }
td.doubt, p.doubt { background: #fef3c7; }
td:target, p:target { outline: 3px solid #b91c1c; }
small { display: block; color: #92400e; }
@media (max-width: 60rem) { section { grid-template-columns: 1fr; } figure { position: static; } }
"""
POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class PageView:
    """A page's picture for the browser, and its size in pixels before it was made smaller."""

    number: int
    jpeg: bytes
    width: int
    height: int


def page_html(letter: Letter, doubts: Sequence[Doubt], pages: Sequence[PageView], title: str) -> str:
    """The whole file; pages of which no picture is given are left out."""
    of_page = {page.number: "".join(_blocks(letter, doubts, page.number)) for page in pages}
    body = "".join(
        f'<section><figure><div>{_picture(page, doubts)}</div></figure><article>'
        f"<h2>Trang {page.number} / Page {page.number}</h2>{of_page[page.number]}</article></section>"
        for page in pages
    )
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><header><h1>{escape(title)}</h1>"
        f"<p>{len(doubts)} ô cần người xác nhận; điền vào review.xlsx. / {len(doubts)} cells need a person;"
        f" fill in review.xlsx.</p></header>{body}</body></html>"
    )


def _picture(page: PageView, doubts: Sequence[Doubt]) -> str:
    data = b64encode(page.jpeg).decode("ascii")
    marks = "".join(_mark(page, doubt) for doubt in doubts if doubt.page == page.number and doubt.cell.box)
    return f'<img alt="Trang {page.number}" src="data:image/jpeg;base64,{data}">{marks}'


def _mark(page: PageView, doubt: Doubt) -> str:
    left, top, right, bottom = doubt.cell.box or (0, 0, 0, 0)
    style = (
        f"left:{100 * left / page.width:.2f}%;top:{100 * top / page.height:.2f}%;"
        f"width:{100 * (right - left) / page.width:.2f}%;height:{100 * (bottom - top) / page.height:.2f}%"
    )
    return f'<a id="o{doubt.place}" href="#c{doubt.place}" style="{style}" title="{doubt.place}"></a>'


def _blocks(letter: Letter, doubts: Sequence[Doubt], page: int) -> Iterator[str]:
    by_place = {doubt.place: doubt for doubt in doubts}
    number = 0
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            if block.page == page:
                yield f"<p>{_lines(block.text)}</p>"
            continue
        number += 1
        rows = "".join(
            _row(row, CellPlace(number, at, 0), by_place)
            for at, row in enumerate(block.rows, start=1) if row.page == page
        )
        if rows:
            yield f"<table>{rows}</table>"


def _row(row: Row, place: CellPlace, by_place: Mapping[CellPlace, Doubt]) -> str:
    cells = (
        _cell(cell, by_place.get(CellPlace(place.table, place.row, column)))
        for column, cell in enumerate(row.cells, start=1)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell, doubt: Doubt | None) -> str:
    if doubt is None:
        return f"<td>{_lines(cell.text)}</td>"
    others = " | ".join(cell.alternatives)
    return (
        f'<td class="doubt" id="c{doubt.place}"><a href="#o{doubt.place}">{_lines(cell.text) or "∅"}</a>'
        f"<small>{doubt.place}: {escape(others)}</small></td>"
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")



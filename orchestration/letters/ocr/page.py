"""One page picture → its paragraphs and tables, in reading order.

Belongs here: the order of the steps on a page. Does not belong here: any of the steps.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from orchestration.letters.blocks import Block, Cell, Paragraph, Row, Table
from orchestration.letters.ocr.doubt import with_sums_checked
from orchestration.letters.ocr.engine import Engine
from orchestration.letters.ocr.grid import Map, cut, mapped_box, rectify
from orchestration.letters.ocr.ink import Grey, any_ink, black_ink, coloured_ink
from orchestration.letters.ocr.page_text import Line, joined, read_lines
from orchestration.letters.ocr.pictures import PagePicture
from orchestration.letters.ocr.rules import WORK_DPI, Corners, find_tables
from orchestration.letters.ocr.tables import TablePicture, read_table
from orchestration.letters.ocr.upright import skew_deg, turning

PAPER = 255
PAGE_SMOOTHING_PX = 1.0


def read_page(engine: Engine, page: PagePicture) -> list[Block]:
    """The blocks of a page. A paragraph whose digits are in doubt comes as a table of one cell."""
    black = black_ink(page.rgb, page.dpi)
    turn = engine.turn_deg(black, page.dpi)
    lean = skew_deg(np.rot90(black, turn // 90), page.dpi)
    to_upright, size = turning(black.shape, turn + lean, WORK_DPI / page.dpi)
    upright = cv2.warpPerspective(black, to_upright, size, flags=cv2.INTER_CUBIC, borderValue=PAPER)
    upright = upright.astype(np.uint8)
    found = find_tables(upright)
    tables = dict(_tables(engine, page, black, found, to_upright))
    text = _without(upright, [found[at] for at in tables])
    lines = read_lines(engine, text, f"trang {page.number}")
    placed = [(float(found[at][:, 1].min()), table) for at, table in tables.items()]
    return _interleaved(placed, lines, page.number, np.linalg.inv(to_upright).astype(np.float64))


def _tables(
    engine: Engine, page: PagePicture, black: Grey, found: list[Corners], to_upright: Map,
) -> Iterator[tuple[int, Table]]:
    """Each table that can be cut into cells, with its number among those found."""
    if not found:
        return
    coloured, ink = coloured_ink(page.rgb), any_ink(page.rgb, page.dpi)
    for at, corners in enumerate(found):
        picture, to_page = rectify(black, corners, to_upright)
        grid = cut(picture, to_page)
        if grid is not None:
            views = [rectify(view, corners, to_upright)[0] for view in (ink, PAPER - coloured)]
            table = read_table(engine, TablePicture(grid, views[0], PAPER - views[1]), page.number)
            yield at, with_sums_checked(table)


def _without(upright: Grey, tables: list[Corners]) -> Grey:
    text = cv2.GaussianBlur(upright, (0, 0), PAGE_SMOOTHING_PX)
    for corners in tables:
        cv2.fillPoly(text, [corners.astype(np.int32)], (PAPER,))
        cv2.polylines(text, [corners.astype(np.int32)], True, (PAPER,), thickness=WORK_DPI // 12)
    return text.astype(np.uint8)


def _interleaved(
    tables: list[tuple[float, Table]], lines: list[Line], number: int, to_page: Map,
) -> list[Block]:
    blocks: list[Block] = []
    waiting = sorted(tables, key=lambda table: table[0])
    edges = [top for top, _ in waiting]
    for at in range(len(waiting) + 1):
        above = edges[at - 1] if at else float("-inf")
        below = edges[at] if at < len(edges) else float("inf")
        between = [line for line in lines if above <= line.box[1] < below]
        blocks += [_block(paragraph, number, to_page) for paragraph in joined(between)]
        blocks += [table for _, table in waiting[at:at + 1]]
    return blocks


def _block(lines: list[Line], number: int, to_page: Map) -> Block:
    first = lines[0]
    if first.alternatives:
        cell = Cell(first.text, first.alternatives, mapped_box(first.box, to_page))
        return Table((Row((cell,), number),))
    return Paragraph("\n".join(line.text for line in lines), number)

"""The ruling lines of a PDF page → grids, each character in the cell it stands in.

Belongs here: ruled tables, cells that cover several columns or rows, and a table that goes on over
the page. Does not belong here: text outside of tables (`pdf_text`), which rows of a grid are the
table proper (`tables`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from orchestration.letters.readers.grids import Line, Slot, distinct, simplify, text_slot
from orchestration.letters.readers.limits import CellBudget
from orchestration.letters.readers.pdf_borders import EDGE_TOLERANCE, missing_borders
from orchestration.letters.readers.pdf_text import Character, lines_of, text_of, words_of
from orchestration.letters.readers.tables import is_number

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the top left corner

_HEADING_ROWS: Final = 4
_WRAPPED_PERCENT: Final = re.compile(r"(?<=\d)\n%(?=\n|$)")  # a narrow column leaves the sign alone on its line


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table: its box on its first page, its column edges, its rows; rows mended at page breaks."""

    box: Box
    edges: tuple[float, ...]
    lines: tuple[Line, ...]
    mended: tuple[int, ...] = ()

    @property
    def top(self) -> float:
        """Where the table begins on its page."""
        return self.box[1]


def find_tables(
    page: Any, characters: Sequence[Character], budget: CellBudget
) -> tuple[list[PageTable], list[Character]]:
    """The ruled tables of a page, top to bottom, and the characters that stand in none of them.

    A box of one column is a frame around text, and a table around another table a frame too.
    """
    found = [list(table.cells) for table in page.find_tables(missing_borders(page))]
    kept = [cells for cells in found if _has_columns(cells) and not _holds_another(cells, found)]
    tables: list[PageTable] = []
    free = list(characters)
    for cells in sorted(kept, key=lambda one: (_box(one)[1], _box(one)[0])):
        table, free = _filled(cells, free, int(page.page_number), budget)
        tables.append(table)
    return tables, free


def joined(above: PageTable, below: PageTable) -> PageTable | None:
    """`below` as the continuation of `above` on the next page, or None when its columns differ.

    Repeated headings are kept. A row that the page break cut in two is put together again.
    """
    if len(above.edges) != len(below.edges) or any(
        abs(a - b) > EDGE_TOLERANCE for a, b in zip(above.edges, below.edges, strict=True)
    ):
        return None
    headings = {_texts(line) for line in above.lines[:_HEADING_ROWS]}
    upper = _without_blank_end(above.lines)
    at = next((at for at, line in enumerate(below.lines) if line.filled() and _texts(line) not in headings), None)
    rest = below.lines[at:] if at is not None else ()
    repeated = tuple(line for line in below.lines[:at] if line.filled())
    if not (upper and rest and _is_rest(rest[0], upper[-1])):
        return PageTable(above.box, above.edges, upper + repeated + rest, above.mended)
    lines = (*upper[:-1], _mended(upper[-1], rest[0]), *repeated, *rest[1:])
    return PageTable(above.box, above.edges, lines, (*above.mended, rest[0].page))


def _without_blank_end(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines without the blank ones at their end: what the page break left of a row's upper margin."""
    end = max((at for at, line in enumerate(lines, start=1) if line.filled()), default=0)
    return lines[:end]


def _filled(
    cells: list[Box], characters: list[Character], page: int, budget: CellBudget
) -> tuple[PageTable, list[Character]]:
    columns, rows = _edges(cells, 0), _edges(cells, 1)
    budget.spend((len(columns) - 1) * (len(rows) - 1), f"trang {page}")
    owners = _owners(cells, columns, rows)
    inside: dict[int, list[Character]] = {at: [] for at in range(len(cells))}
    free: list[Character] = []
    for one in characters:
        place = (
            bisect_right(rows, (one["top"] + one["bottom"]) / 2) - 1,
            bisect_right(columns, (one["x0"] + one["x1"]) / 2) - 1,
        )
        owner = owners.get(place)
        (free if owner is None else inside[owner]).append(one)
    slots = {at: text_slot(_cell_text(found), page) for at, found in inside.items()}
    lines = [
        Line(tuple(_slot_at(owners.get((row, column)), slots) for column in range(len(columns) - 1)), page)
        for row in range(len(rows) - 1)
    ]
    return PageTable(_box(cells), tuple(columns), tuple(simplify(lines))), free


def _slot_at(owner: int | None, slots: dict[int, Slot]) -> Slot:
    return Slot("") if owner is None else slots[owner]


def _owners(cells: list[Box], columns: list[float], rows: list[float]) -> dict[tuple[int, int], int]:
    """Which cell covers each place (row, column) of the grid."""
    owners: dict[tuple[int, int], int] = {}
    for at, (left, top, right, bottom) in enumerate(cells):
        for row in range(_index(rows, top), _index(rows, bottom)):
            for column in range(_index(columns, left), _index(columns, right)):
                owners[row, column] = at
    return owners


def _cell_text(characters: list[Character]) -> str:
    words = words_of(characters)
    if characters and not all(one["upright"] for one in characters):
        return " ".join(word.text for word in words)  # turned text comes in its own order
    text = "\n".join(text_of(line) for line in lines_of(words))
    return _WRAPPED_PERCENT.sub("%", text)


def _edges(cells: list[Box], axis: int) -> list[float]:
    """The grid lines along an axis: 0 for the columns' edges, 1 for the rows'."""
    found = sorted({cell[axis] for cell in cells} | {cell[axis + 2] for cell in cells})
    return found[:1] + [after for before, after in pairwise(found) if after - before > EDGE_TOLERANCE]


def _index(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - position))


def _box(cells: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _has_columns(cells: list[Box]) -> bool:
    return len(_edges(cells, 0)) > 2


def _holds_another(cells: list[Box], found: list[list[Box]]) -> bool:
    left, top, right, bottom = _box(cells)
    return any(
        left <= other[0] and top <= other[1] and other[2] <= right and other[3] <= bottom
        for other in (_box(one) for one in found if one is not cells and _has_columns(one))
    )


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(slot.text for slot in line.slots)


def _is_rest(line: Line, last: Line) -> bool:
    """Whether a row at the top of a page is the rest of the numbered row that the page before ends with.

    It has no number of its own, no merged cells, and no figure where that row has one already.
    """
    if len(line.slots) != len(last.slots) or len(distinct(line.slots)) != len(line.slots):
        return False
    if line.slots[0].text or not is_number(last.slots[0].text) or not line.filled():
        return False
    return not any(
        rest.text and start.text and (is_number(rest.text) or is_number(start.text))
        for rest, start in zip(line.slots, last.slots, strict=True)
    )


def _mended(start: Line, rest: Line) -> Line:
    slots = tuple(
        text_slot(f"{a.text}\n{b.text}", start.page) for a, b in zip(start.slots, rest.slots, strict=True)
    )
    return Line(slots, start.page)

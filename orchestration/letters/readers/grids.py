"""Cells as a file states them, spread over the columns and rows they cover.

Belongs here: merged cells (across, down, Word's "continues the cell above"), and dropping grid
columns and rows that no cell ends at. Does not belong here: whether a grid is a table of figures or
a page layout (`tables`), or how a format spells a merge.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.letters.blocks import Block, Cell, Paragraph, Table
from orchestration.letters.readers.cleaning import clean_cell
from orchestration.letters.readers.limits import CellBudget

_Reaching = dict[int, "tuple[Slot, int]"]  # column → a slot that reaches down to it, and rows left with it


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One cell of the file. A merged cell is the same `Slot` in every place that it covers."""

    text: str
    blocks: tuple[Block, ...] = ()

    @property
    def cell(self) -> Cell:
        """The slot as the common form has it."""
        return Cell(self.text)


@dataclass(frozen=True, slots=True)
class Span:
    """A slot and what it covers; `continues` is Word's way to say "part of the cell above"."""

    slot: Slot
    columns: int = 1
    rows: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid, with the page and the line or sheet row it stands on."""

    slots: tuple[Slot, ...]
    page: int = 1
    line: int | None = None

    def filled(self) -> list[Slot]:
        """The row's different slots that hold text, left to right, each merged one once."""
        return [slot for slot in distinct(self.slots) if slot.text]


def slot_of(blocks: Iterable[Block]) -> Slot:
    """A slot that holds paragraphs, or nested tables whose rows become lines of its text."""
    kept = tuple(blocks)
    return Slot(clean_cell("\n".join(_text(block) for block in kept)), kept)


def text_slot(text: str, page: int = 1, line: int | None = None) -> Slot:
    """A slot that holds one text."""
    text = clean_cell(text)
    return Slot(text, (Paragraph(text, page, line),) if text else ())


def distinct(slots: Iterable[Slot]) -> list[Slot]:
    """Each slot once, in the order of first appearance."""
    return list({id(slot): slot for slot in slots}.values())


def spread(rows: Iterable[list[Span]], budget: CellBudget, place: str) -> list[tuple[Slot, ...]]:
    """Rows of slots, merged ones repeated. A row with too few cells stays short: it is for a person.

    Raises `Refused` when spans ask for more cells than `budget` has left.
    """
    grid: list[tuple[Slot, ...]] = []
    reaching: _Reaching = {}
    for spans in rows:
        budget.spend(sum(span.columns for span in spans) + len(reaching), place)
        row, reaching = _spread_row(spans, grid[-1] if grid else (), reaching)
        grid.append(row)
    return grid


def simplify(lines: list[Line]) -> list[Line]:
    """`lines` without the columns, and without the rows, that only repeat their neighbour's slots.

    Word and Excel grids are finer than what one sees: a name merged over two grid columns in every
    row is one column.
    """
    width = max((len(line.slots) for line in lines), default=0)
    kept = [at for at in range(width) if at == 0 or not all(_repeats(line.slots, at) for line in lines)]
    narrow = [
        Line(tuple(line.slots[at] for at in kept if at < len(line.slots)), line.page, line.line)
        for line in lines
    ]
    return [
        line for above, line in zip([None, *narrow], narrow, strict=False)
        if above is None or not _is_same(above.slots, line.slots)
    ]


def _spread_row(
    spans: list[Span], above: tuple[Slot, ...], reaching: _Reaching
) -> tuple[tuple[Slot, ...], _Reaching]:
    row: list[Slot] = []
    still: _Reaching = {}
    waiting = deque(spans)
    while waiting or len(row) in reaching:
        if len(row) in reaching:
            slot, more = reaching[len(row)]
            covered = [(slot, more)]
        else:
            span = waiting.popleft()
            places = range(len(row), len(row) + span.columns)
            covered = [(_slot_at(place, span, above), span.rows) for place in places]
        for slot, more in covered:
            if more > 1:
                still[len(row)] = (slot, more - 1)
            row.append(slot)
    return tuple(row), still


def _slot_at(column: int, span: Span, above: tuple[Slot, ...]) -> Slot:
    return above[column] if span.continues and column < len(above) else span.slot


def _repeats(slots: tuple[Slot, ...], at: int) -> bool:
    return at >= len(slots) or slots[at] is slots[at - 1]


def _is_same(above: tuple[Slot, ...], below: tuple[Slot, ...]) -> bool:
    return len(above) == len(below) and all(a is b for a, b in zip(above, below, strict=True))


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(" ".join(cell.text for cell in row.cells) for row in block.rows)
    return block.text

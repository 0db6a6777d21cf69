"""What a person must look at before a scanned letter is loaded, and the letter after they did.

Belongs here: listing doubtful cells, rules that tie the cells of a row together, putting confirmed
texts in. Does not belong here: pictures, sheets and pages for people (`review_sheet`, `review_view`).

A cell is doubtful as long as it has alternatives. A line of text whose digits are in doubt stands as a
table of one cell; confirmed, it becomes a paragraph again.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from orchestration.letters.blocks import Block, Cell, Letter, Paragraph, Row, Table
from orchestration.letters.grammar.plain import plain, unaccented
from orchestration.letters.ocr.layout import Limit, first_row_of_figures, heading, is_wordy, limit_of
from orchestration.letters.ocr.vote import UNREAD, could_stand, value_of

SUM_TOLERANCE = Decimal("0.02")
MIN_SUMS = 3
MIN_HOLDING_SHARE = Decimal("0.6")
_TOTAL = re.compile(r"\W*(?:tong(?: (?:diem|cong|so))?)\b")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)?")


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """Where a cell stands in a letter: table among all its tables, row, column; all 1-based."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful cell with what a person needs to judge it.

    `heading` and `row_words` say which figure of which unit it is, as far as they were read; both are
    empty for a line of text. `limit` is what the column's heading says its figures can be.
    """

    place: CellPlace
    page: int
    cell: Cell
    heading: str
    row_words: str
    limit: Limit

    @property
    def is_line(self) -> bool:
        """Whether this is a line of text and no cell of a table."""
        return not (self.heading or self.row_words)

    @property
    def breaks_rule(self) -> bool:
        """Whether the readings agree, but on something that cannot be, or under other ink."""
        return self.cell.alternatives == (UNREAD,)


def doubtful_cells(letter: Letter) -> list[Doubt]:
    """Every doubtful cell in reading order; a merged cell once, at its first place."""
    return [
        doubt for number, table in enumerate(letter.tables(), start=1)
        for doubt in _in_table(table, number)
    ]


def with_confirmed(letter: Letter, texts: Mapping[CellPlace, str]) -> Letter:
    """`letter` with the texts a person confirmed, which are in doubt no more; all else as it was."""
    blocks: list[Block] = []
    number = 0
    for block in letter.blocks:
        if isinstance(block, Table):
            number += 1
            own = {place: text for place, text in texts.items() if place.table == number}
            blocks.append(_confirmed(block, own) if own else block)
        else:
            blocks.append(block)
    return replace(letter, blocks=tuple(blocks))


def with_sums_checked(table: Table) -> Table:
    """`table` with every row in doubt whose groups do not add up to its total.

    Only where they do in most rows: else the total is no plain sum. Ties hold within 0.02.
    """
    texts = [[plain(cell.text) for cell in row.cells] for row in table.rows]
    total = _total_column(texts)
    if total is None:
        return table
    sums = {at: holds for at, row in enumerate(texts) if (holds := _adds_up(row, total)) is not None}
    if len(sums) < MIN_SUMS or sum(sums.values()) < MIN_HOLDING_SHARE * len(sums):
        return table
    return Table(tuple(
        row if sums.get(at, True) else replace(row, cells=tuple(map(_doubted, row.cells)))
        for at, row in enumerate(table.rows)
    ))


def _in_table(table: Table, number: int) -> Iterator[Doubt]:
    texts = [[plain(cell.text) for cell in row.cells] for row in table.rows]
    first_row = first_row_of_figures(texts)
    seen: set[Hashable] = set()
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            key = _picture(row, cell, (at, column))
            if not cell.alternatives or key in seen:
                continue
            seen.add(key)
            above = heading(texts, column) if at >= first_row else ""
            words = max(filter(is_wordy, texts[at]), key=len, default="") if len(row.cells) > 1 else ""
            place = CellPlace(number, at + 1, column + 1)
            yield Doubt(place, row.page, cell, above, words, limit_of(above))


def _picture(row: Row, cell: Cell, place: tuple[int, int]) -> Hashable:
    """What tells a cell from its equals: a merged cell is one picture in several places."""
    return (row.page, cell.box) if cell.box else place


def _confirmed(table: Table, texts: Mapping[CellPlace, str]) -> Block:
    said: dict[Hashable, str] = {}
    for place, text in texts.items():
        row, at = table.rows[place.row - 1], (place.row - 1, place.column - 1)
        said[_picture(row, row.cells[at[1]], at)] = text
    rows = tuple(
        replace(row, cells=tuple(
            _said(cell, said.get(_picture(row, cell, (at, column)))) for column, cell in enumerate(row.cells)
        ))
        for at, row in enumerate(table.rows)
    )
    if len(rows) == len(rows[0].cells) == 1:
        return Paragraph(rows[0].cells[0].text, rows[0].page)
    return Table(rows)


def _said(cell: Cell, text: str | None) -> Cell:
    return cell if text is None else Cell(text, (), cell.box)


def _total_column(texts: list[list[str]]) -> int | None:
    """The one column whose heading begins with "Tổng"."""
    if not texts or len({len(row) for row in texts}) != 1:
        return None
    found = [at for at in range(len(texts[0])) if _TOTAL.match(unaccented(heading(texts, at)))]
    return found[0] if len(found) == 1 else None


def _adds_up(row: list[str], total: int) -> bool | None:
    """Whether the figures of a row, its order number left out, add up to its total; None without any."""
    figures = [text for at, text in enumerate(row) if at not in (0, total) and _PLAIN_NUMBER.fullmatch(text)]
    if len(figures) < 2 or not _PLAIN_NUMBER.fullmatch(row[total]):
        return None
    return abs(sum(map(value_of, figures), Decimal(0)) - value_of(row[total])) <= SUM_TOLERANCE


def _doubted(cell: Cell) -> Cell:
    if cell.alternatives or not could_stand(cell.text, Limit()):
        return cell
    return replace(cell, alternatives=(UNREAD,))

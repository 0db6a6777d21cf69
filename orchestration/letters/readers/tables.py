"""Grids told apart: a table of figures stays a table, a page layout becomes its paragraphs.

The letterhead of a Vietnamese letter is a table without borders, a web page may be one table around
everything, and a spreadsheet is a grid from its title to its last footnote. In all of them the
table proper is found in the same way: it reaches from the heading row above the first row with a
number to the last row that belongs to it; a number is a cell that holds nothing else. What stands
before and after becomes paragraphs, cell by cell.

Belongs here: that decision. Does not belong here: spreading merged cells (`grids`), repeated
headers, section rows and totals (`annex`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from orchestration.letters.blocks import Block, Row, Table
from orchestration.letters.readers.grids import Line, distinct, simplify

_NUMBER = re.compile(r"[-+(]?\s*\d[\d.,]*\s*%?\)?(\s*/\s*\d[\d.,]*)?")
_LETTERHEAD = re.compile(r"(?im)^\W*(số\W*:|cộng (hòa|hoà) xã hội|độc lập\s*-)")


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else: "94,22", "100%", "12,2/18", "(1)"."""
    return _NUMBER.fullmatch(text) is not None


def arrange(lines: Sequence[Line]) -> list[Block]:
    """The blocks that a grid stands for, in reading order.

    Blank rows are dropped. A part between blank rows that has no heading of its own continues the
    table above it.
    """
    blocks: list[Block] = []
    table: list[Line] = []  # the table being read, until something else follows it
    for stretch in _stretches(lines):
        start, end = _extent(stretch)
        if table and _continues(stretch, start, end):
            table += stretch[:end]
        else:
            blocks += _finished(table)
            blocks += _layout(stretch[:start])
            table = stretch[start:end]
        if stretch[end:]:
            blocks += _finished(table)
            blocks += _layout(stretch[end:])
            table = []
    return blocks + _finished(table)


def _stretches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    stretch: list[Line] = []
    for line in lines:
        if line.filled():
            stretch.append(line)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _extent(stretch: list[Line]) -> tuple[int, int]:
    """Where the table in a stretch starts and ends; an empty extent at its end when there is none."""
    rows = [at for at, line in enumerate(stretch) if _is_data(line)]
    if not rows:
        return len(stretch), len(stretch)
    floor = 1 + max((at for at in range(rows[0]) if _is_letterhead(stretch[at])), default=-1)
    usual = Counter(len(stretch[at].filled()) for at in rows).most_common(1)[0][0]
    headings = [at for at in range(floor, rows[0]) if len(stretch[at].filled()) >= min(3, usual)]
    start = headings[0] if headings else rows[0]
    while start > floor and _are_merged(stretch[start - 1], stretch[start]):
        start -= 1
    is_numbered = 2 * sum(is_number(stretch[at].slots[0].text) for at in rows) > len(rows)
    end = rows[-1] + 1
    while end < len(stretch) and not _is_note(stretch[end], is_numbered):
        end += 1
    return start, end


def _continues(stretch: list[Line], start: int, end: int) -> bool:
    """Whether a stretch goes on with the table above: figures at once, or after section rows only."""
    return start < end and _is_data(stretch[start]) and all(
        len(line.filled()) > 1 for line in stretch[:start]
    )


def _layout(lines: Sequence[Line]) -> list[Block]:
    slots = distinct(slot for line in lines for slot in line.slots)
    return [block for slot in slots for block in slot.blocks]


def _finished(table: list[Line]) -> list[Block]:
    if not table:
        return []
    # once more: a title that is gone may have parted what every row of the table has merged
    rows = (Row(tuple(slot.cell for slot in line.slots), line.page, line.line) for line in simplify(table))
    return [Table(tuple(rows))]


def _are_merged(above: Line, below: Line) -> bool:
    """Whether a cell with text reaches from one row into the next: both are of one heading."""
    return bool({id(slot) for slot in above.filled()} & {id(slot) for slot in below.filled()})


def _is_data(line: Line) -> bool:
    filled = line.filled()
    return len(filled) > 1 and any(is_number(slot.text) for slot in filled) and not _is_letterhead(line)


def _is_note(line: Line, is_numbered: bool) -> bool:
    """Whether a row below the last figures is a footnote: one text, from the first column on.

    A single text there may also be a unit without figures, unless that column counts the rows or
    the text is merged over others.
    """
    filled = line.filled()
    if len(filled) != 1 or filled[0] is not line.slots[0] or is_number(filled[0].text):
        return False
    return is_numbered or (len(line.slots) > 1 and line.slots[1] is line.slots[0])


def _is_letterhead(line: Line) -> bool:
    return any(_LETTERHEAD.search(slot.text) for slot in line.filled())

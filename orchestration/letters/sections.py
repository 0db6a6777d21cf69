"""A letter taken apart: its body, and each annex table with the words that belong to it.

Belongs here: which paragraphs are body, caption and footnote; tables that run over pages made one.
Does not belong here: what the captions say (`captions`) or the tables hold (`annex`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from orchestration.letters.blocks import Block, Letter, Paragraph, Row, Table
from orchestration.letters.captions import is_annex_title, is_footnote, is_page_mark
from orchestration.letters.columns import Layout, read_layout
from orchestration.letters.grammar.plain import plain

_CAPTION_PARAGRAPHS = 4  # above a table that no "Phụ lục" announces


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex table: its 1-based number among them, its words, its columns."""

    number: int
    caption: tuple[Paragraph, ...]
    table: Table
    layout: Layout
    footnotes: tuple[Paragraph, ...] = ()
    counted_to: int = 0  # the last number in the table above, when this one goes on from it

    @property
    def place(self) -> str:
        """Where the table stands, for a person."""
        return f"bảng {self.number}"

    def words(self) -> tuple[Paragraph, ...]:
        """Caption and footnotes."""
        return (*self.caption, *self.footnotes)


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a letter: before the annexes, they, and what follows the last one's notes.

    `other_tables` are those in which no column is an indicator's.
    """

    body: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...]
    tail: tuple[Paragraph, ...] = ()
    other_tables: tuple[Table, ...] = ()


def split_sections(letter: Letter) -> Sections:
    """The parts of `letter`. Raises `Refused` when an annex table has a column nobody knows."""
    body: list[Paragraph] = []
    annexes: list[Annex] = []
    others: list[Table] = []
    waiting: list[Paragraph] = []
    for block in _joined(letter.blocks):
        if isinstance(block, Paragraph):
            waiting.append(block)
            continue
        above, table, below = _without_text_rows(block)
        layout = _layout(table, annexes)
        if layout is None:
            others.append(block)
            continue
        words = _without_footnotes([*waiting, *above], annexes)
        caption_at = 0 if annexes else _caption_start(words)
        body += words[:caption_at]
        title = () if layout.heading_rows else annexes[-1].caption  # it goes on from the annex above
        counted = 0 if layout.heading_rows else _counted_to(annexes[-1].table)
        annexes.append(Annex(len(annexes) + 1, (*title, *words[caption_at:]), table, layout, below, counted))
        waiting = []
    left = tuple(_without_footnotes(waiting, annexes))
    if not annexes:
        return Sections(left, (), (), tuple(others))
    return Sections(tuple(body), tuple(annexes), left, tuple(others))


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """`blocks` with a table that only a page break cut made one again."""
    joined: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and joined:
            at = _last_but_page_marks(joined)
            above = joined[at]
            if isinstance(above, Table) and _continues(above, block):
                joined[at] = Table((*above.rows, *block.rows))
                continue
        joined.append(block)
    return joined


def _last_but_page_marks(blocks: Sequence[Block]) -> int:
    behind = reversed(list(enumerate(blocks)))
    return next((at for at, b in behind if isinstance(b, Table) or not is_page_mark(b)), 0)


def _continues(above: Table, below: Table) -> bool:
    """Whether the first number that counts rows in `below` is the one after the last in `above`."""
    counted = _counted_to(above)
    first = next((number for row in below.rows if (number := _order(row)) is not None), None)
    widths = {len(table.rows[0].cells) for table in (above, below) if table.rows}
    return len(widths) == 1 and counted > 0 and first == counted + 1


def _counted_to(table: Table) -> int:
    """The last number that counts a row of `table`; 0 when none does."""
    return next((number for row in reversed(table.rows) if (number := _order(row)) is not None), 0)


def _order(row: Row) -> int | None:
    text = plain(row.cells[0].text).rstrip(".") if row.cells else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _without_text_rows(table: Table) -> tuple[tuple[Paragraph, ...], Table, tuple[Paragraph, ...]]:
    """A table's title rows and note rows as paragraphs above and below it."""
    above = list(takewhile(bool, map(_only_text, table.rows)))
    rows = table.rows[len(above):]
    below: list[Paragraph] = []
    while rows and (note := _only_text(rows[-1])) and (is_footnote(note) or _is_merged(rows[-1])):
        below.insert(0, note)
        rows = rows[:-1]
    return tuple(filter(None, above)), Table(rows), tuple(below)


def _only_text(row: Row) -> Paragraph | None:
    """The row's one text, standing first or merged over all its cells; None for any other row."""
    texts = [plain(cell.text) for cell in row.cells]
    if not texts or not texts[0] or _order(row) is not None:
        return None
    if any(text not in ("", texts[0]) for text in texts):
        return None
    return Paragraph(row.cells[0].text, row.page, row.line)


def _is_merged(row: Row) -> bool:
    return len(row.cells) > 1 and len({cell.text for cell in row.cells}) == 1


def _layout(table: Table, annexes: Sequence[Annex]) -> Layout | None:
    """A table's own layout; without a heading, that of the annex it goes on from."""
    if not table.rows:
        return None
    layout = read_layout(table, f"bảng {len(annexes) + 1}")
    if layout or not annexes:
        return layout
    above = annexes[-1].layout
    is_headless = _order(table.rows[0]) is not None and len(table.rows[0].cells) == len(above.columns)
    return replace(above, heading_rows=range(0)) if is_headless else None


def _without_footnotes(waiting: list[Paragraph], annexes: list[Annex]) -> list[Paragraph]:
    """What is left of `waiting` once its first notes are given to the annex above them."""
    if not annexes:
        return waiting
    notes = list(takewhile(lambda paragraph: is_footnote(paragraph) or is_page_mark(paragraph), waiting))
    annexes[-1] = replace(annexes[-1], footnotes=(*annexes[-1].footnotes, *notes))
    return waiting[len(notes):]


def _caption_start(words: Sequence[Paragraph]) -> int:
    titles = [at for at, paragraph in enumerate(words) if is_annex_title(paragraph)]
    return titles[-1] if titles else max(0, len(words) - _CAPTION_PARAGRAPHS)

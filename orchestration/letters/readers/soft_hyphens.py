"""The sign that is three things: a hint nobody sees, a hyphen drawn by a PDF, the "ư" of TCVN3 fonts.

Belongs here: settling which, once a whole letter is read. Does not belong here: converting TCVN3
(`legacy_fonts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from orchestration.letters.blocks import Block, Letter, Paragraph, Table
from orchestration.letters.readers.cleaning import SOFT_HYPHEN
from orchestration.letters.readers.legacy_fonts import legacy_of


def without_soft_hyphens(letter: Letter) -> Letter:
    """`letter` with soft hyphens gone, or written as the hyphens a PDF draws; TCVN3 text keeps them."""
    texts = list(_texts(letter.blocks))
    if not any(SOFT_HYPHEN in text for text in texts) or legacy_of("\n".join(texts)) is not None:
        return letter
    shown = "-" if letter.format == "pdf" else ""
    return replace(letter, blocks=tuple(_settled(block, shown) for block in letter.blocks))


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)


def _settled(block: Block, shown: str) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=block.text.replace(SOFT_HYPHEN, shown))
    return Table(tuple(
        replace(row, cells=tuple(
            replace(cell, text=cell.text.replace(SOFT_HYPHEN, shown)) for cell in row.cells
        ))
        for row in block.rows
    ))

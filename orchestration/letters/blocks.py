"""The common form of a letter, whatever file it came in: paragraphs and tables, in reading order.

Belongs here: the shapes every reader fills. Does not belong here: what the words mean (`grammar`),
or what the tables say (`annex`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text as it stands, NFC, inner line breaks kept as a newline."""

    text: str
    page: int = 1
    line: int | None = None  # 1-based line of a text file, where the reader knows it


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text ("" when blank), and how sure the reader is of it.

    `alternatives` are other texts that further readings of the same picture gave; a reader of
    text formats leaves it empty. `box` is (left, top, right, bottom) in pixels of the page picture.
    """

    text: str
    alternatives: tuple[str, ...] = ()
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; merged cells are repeated so that every row has one cell a column."""

    cells: tuple[Cell, ...]
    page: int = 1
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table in reading order: all rows, headers included, repeated page headers not removed."""

    rows: tuple[Row, ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. `format` is what its content is: text, markdown, html, docx, xlsx, pdf, scan."""

    format: str
    blocks: tuple[Block, ...]
    page_count: int = 1
    warnings: tuple[str, ...] = field(default=())

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in reading order, tables left out."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))

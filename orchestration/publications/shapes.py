"""The common form between figures and files: a table of a publication, whatever the file's format.

Belongs here: plain shapes. Does not belong here: which figures (`figures`), which words (`annex`,
`report`), or how a format shows them (`decree30`, `workbook`, `plain_text`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal | None
Kind = Literal["order", "text", "number", "change", "whole", "whole_change", "rank"]
"""How a column's values are written: a running number, words, a figure as published ("94,22"), a
change ("+0,41"), a rank or count, a change of rank
("+1"), a rank among so many ("22/34")."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the heading above it that it shares with its neighbours, its width.

    `places`: so many decimals at least, so that a column of scores reads evenly.
    """

    heading: str
    kind: Kind
    width_mm: float
    over: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the words above and below it; `None` in a cell is "not published", never zero."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def has_two_headings(self) -> bool:
        """Whether some columns share a heading above their own."""
        return any(column.over for column in self.columns)

    @property
    def width_mm(self) -> float:
        """All columns together."""
        return sum(column.width_mm for column in self.columns)

"""How well a letter was read from pictures of letter 694/VP-NC: every figure and name of its annex counted.

Belongs here: matching what was read with what was drawn, row by row. Does not belong here: drawing,
or how good is good enough (the tests and `bench.ocr` say).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.letters.blocks import Cell, Letter, Row
from orchestration.reference.names import fold
from tests.scanforge.letter694 import tables

FIGURES = range(2, 7)
FIGURE_COUNT = 135
NAME_COUNT = 27


@dataclass(frozen=True)
class Score:
    """Figures read right and sure, wrong and sure ("silent"), and held for a person.

    `best_guess` counts the figures whose first reading is right, held or not; `names` the names that
    fold to the right letters. Rows that were not found count as `missing` figures.
    """

    right: int
    silent: tuple[str, ...]
    held: int
    best_guess: int
    names: int
    missing: int

    @property
    def is_safe(self) -> bool:
        """Nothing wrong passed as sure, nothing went missing."""
        return not self.silent and not self.missing


def score(letter: Letter) -> Score:
    """Compare the annex tables of `letter` with those of the real one."""
    expected = [row for table in tables() for row in table[1:]]
    found = [row for table in letter.tables() for row in table.rows if _is_body(row)]
    pairs = list(zip(expected, found, strict=False))
    cells = [(texts[at], row.cells[at]) for texts, row in pairs for at in FIGURES]
    sure = [(text, cell) for text, cell in cells if not cell.alternatives]
    return Score(
        right=sum(_is_same(text, cell) for text, cell in sure),
        silent=tuple(f"{text} → {cell.text}" for text, cell in sure if not _is_same(text, cell)),
        held=len(cells) - len(sure),
        best_guess=sum(_is_same(text, cell) for text, cell in cells),
        names=sum(fold(texts[1]) == fold(row.cells[1].text) for texts, row in pairs),
        missing=FIGURE_COUNT - len(cells),
    )


def _is_body(row: Row) -> bool:
    """A row of figures: seven cells, the first of which does not begin a heading."""
    return len(row.cells) == 7 and not row.cells[0].text.upper().startswith("ST")


def _is_same(text: str, cell: Cell) -> bool:
    return text.rstrip("%") == cell.text.rstrip("%")

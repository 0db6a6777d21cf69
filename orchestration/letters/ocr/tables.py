"""A grid of cells → a table of texts, each with the readings that dissent.

Belongs here: which cells hold figures, one verdict a cell, merged cells repeated. Does not belong
here: finding the grid (`grid`), agreement (`vote`), what the columns measure (`letters.columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from orchestration.letters.blocks import Cell, Row, Table
from orchestration.letters.ocr.cleaning import CellPicture, cut_cell, for_figures, for_words
from orchestration.letters.ocr.counting import counted
from orchestration.letters.ocr.engine import Engine
from orchestration.letters.ocr.grid import Grid, GridCell
from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.layout import (
    Limit,
    first_row_of_figures,
    heading,
    is_figure,
    is_wordy,
    limit_of,
)
from orchestration.letters.ocr.vote import NO_FIGURE, UNREAD, Verdict, settle_figures, settle_words

LEAST_READINGS_OF_WORDS = 3
MIN_FIGURES_SHARE = 0.6
MIN_COLOURED_SHARE = 0.004
ROMAN = frozenset("ivxlIVXL.,| ")
SIGNS = frozenset("/()")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TablePicture:
    """A table three times: cut up, in black ink; in ink of any colour; 255 where ink is coloured."""

    grid: Grid
    any_ink: Grey
    coloured: Grey


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the first look at a cell gave: its picture (None when blank) and its text."""

    cell: GridCell
    picture: CellPicture | None
    text: str


def read_table(engine: Engine, picture: TablePicture, page: int) -> Table:
    """The table's texts; every cell has its box in the page picture, doubtful ones their alternatives."""
    return _TableReader(engine, picture).read(page)


class _TableReader:
    def __init__(self, engine: Engine, picture: TablePicture) -> None:
        self._engine, self._picture, self._grid = engine, picture, picture.grid
        self._sights = [self._look(cell) for cell in self._grid.cells]
        self._texts = self._spread([sight.text for sight in self._sights])
        self._first_row = first_row_of_figures(self._texts)
        columns = range(self._grid.column_count)
        self._figure_columns = frozenset(column for column in columns if self._holds_figures(column))
        self._limits = [limit_of(heading(self._texts, column)) for column in columns]

    def read(self, page: int) -> Table:
        verdicts = self._with_count([self._settle(sight) for sight in self._sights])
        cells = self._spread([
            Cell(verdict.text, verdict.alternatives, self._grid.page_box(sight.cell.box))
            for sight, verdict in zip(self._sights, verdicts, strict=True)
        ])
        return Table(tuple(Row(tuple(row), page) for row in cells))

    def _look(self, cell: GridCell) -> _Sight:
        picture = cut_cell(self._grid.picture, self._grid.rules, cell.box)
        return _Sight(cell, picture, self._engine.words(next(for_words(picture.ink))) if picture else "")

    def _spread(self, of_cells: Sequence[_T]) -> list[list[_T]]:
        """One entry a row and column; a merged cell's entry in each place it covers."""
        places: dict[tuple[int, int], _T] = {}
        for cell, entry in zip(self._grid.cells, of_cells, strict=True):
            for row in range(*cell.rows):
                for column in range(*cell.columns):
                    places.setdefault((row, column), entry)
        rows, columns = range(self._grid.row_count), range(self._grid.column_count)
        return [[places[row, column] for column in columns] for row in rows]

    def _holds_figures(self, column: int) -> bool:
        below = [
            sight.text for sight in self._sights
            if sight.picture and sight.cell.rows[0] >= self._first_row
            and sight.cell.columns == (column, column + 1)
        ]
        return bool(below) and sum(not is_wordy(text) for text in below) >= MIN_FIGURES_SHARE * len(below)

    def _can_be_figure(self, sight: _Sight) -> bool:
        """No figure stands in the heading, in a section row ("I", "Các sở"), or over several columns.

        Words in a row that has figures are read as figures too, and so stay in doubt.
        """
        row, (first, end) = sight.cell.rows[0], sight.cell.columns
        if first not in self._figure_columns or end - first > 1:
            return False
        if row < self._first_row:
            return is_figure(sight.text)
        is_roman = first == 0 and bool(sight.text) and set(sight.text) <= ROMAN
        return not (is_wordy(sight.text) or is_roman) or any(map(is_figure, self._texts[row]))

    def _settle(self, sight: _Sight) -> Verdict:
        marked = self._coloured(sight.cell)
        if sight.picture is None:
            return Verdict("", (UNREAD,) if marked else ())
        if self._can_be_figure(sight):
            verdict = self._settle_figures(sight, sight.picture, marked)
        else:
            verdict = self._settle_words(sight, sight.picture)
        return verdict if sight.cell.is_rectangle else verdict.doubted()

    def _settle_figures(self, sight: _Sight, picture: CellPicture, marked: CellPicture | None) -> Verdict:
        """By five readings of the black ink, and one of all the ink where some is coloured."""
        signs = bool(SIGNS & set(sight.text))
        views = list(for_figures(picture.ink))
        marks = [next(for_figures(marked.ink))] if marked else []
        readings = [self._engine.figures(view, signs=signs) for view in (*views, *marks)]
        readings.append(self._engine.words(views[1], one_line=True).replace(" ", ""))
        is_below = sight.cell.rows[0] >= self._first_row
        verdict = settle_figures(readings, self._limits[sight.cell.columns[0]] if is_below else Limit())
        is_odd = picture.is_disturbed or not (verdict.text == NO_FIGURE or picture.fits(verdict.text))
        return verdict.doubted() if is_odd else verdict

    def _settle_words(self, sight: _Sight, picture: CellPicture) -> Verdict:
        """By three readings, and by more of them as long as they do not agree."""
        readings = [sight.text]
        for view in list(for_words(picture.ink))[1:]:
            readings.append(self._engine.words(view))
            if len(readings) >= LEAST_READINGS_OF_WORDS and not settle_words(readings).alternatives:
                break
        return settle_words(readings)

    def _coloured(self, cell: GridCell) -> CellPicture | None:
        """The cell with its coloured ink, when that is enough to be a mark: a seal, a correction."""
        left, top, right, bottom = cell.box
        if (self._picture.coloured[top:bottom, left:right] > 0).mean() < MIN_COLOURED_SHARE:
            return None
        return cut_cell(self._picture.any_ink, self._grid.rules, cell.box)

    def _with_count(self, verdicts: list[Verdict]) -> list[Verdict]:
        """`verdicts` with the first column's order numbers told by their neighbours."""
        counting = [
            at for at, sight in enumerate(self._sights)
            if sight.cell.rows[0] >= self._first_row and sight.cell.columns == (0, 1)
        ]
        settled = dict(zip(counting, counted([verdicts[at] for at in counting]), strict=True))
        return [settled.get(at, verdict) for at, verdict in enumerate(verdicts)]

"""A grid of cells → a table of texts, each with the readings that dissent.

Belongs here: which columns hold figures, which rows are the heading, one verdict a cell, merged
cells repeated. Does not belong here: finding the grid (`grid`), what the columns measure
(`letters.columns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from orchestration.letters.blocks import Cell, Row, Table
from orchestration.letters.ocr.cleaning import CellPicture, cut_cell, for_figures, for_words
from orchestration.letters.ocr.counting import counted
from orchestration.letters.ocr.engine import Engine
from orchestration.letters.ocr.grid import Grid, GridCell
from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.vote import UNREAD, Verdict, settle_figures, settle_words

PCT = Decimal(100)
MIN_FIGURES_SHARE = 0.6
MIN_FIGURES_IN_ROW = 2
MIN_COLOURED_SHARE = 0.004
ROMAN = frozenset("ivxlIVXL.,| ")
SIGNS = frozenset("/()")


@dataclass(frozen=True, slots=True)
class TablePicture:
    """A table three times: as black ink, as ink of any colour, and where the ink is coloured."""

    grid: Grid
    any_ink: Grey
    coloured: Grey


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the first look at a cell gave: its picture (None when blank) and its text."""

    cell: GridCell
    picture: CellPicture | None
    text: str

    @property
    def is_figure(self) -> bool:
        digits = sum(letter.isdigit() for letter in self.text)
        return digits > 0 and digits >= _letters(self.text)

    @property
    def is_wordy(self) -> bool:
        return _letters(self.text) > max(2, sum(letter.isdigit() for letter in self.text))


def read_table(engine: Engine, picture: TablePicture, page: int) -> Table:
    """The table's texts; every cell has its box in the page picture, doubtful ones their alternatives."""
    sights = [_look(engine, picture.grid, cell) for cell in picture.grid.cells]
    first_row = _first_row_of_figures(sights, picture.grid.row_count)
    figure_columns = _figure_columns(sights, first_row, picture.grid.column_count)
    tops = [_most(sights, column, first_row) for column in range(picture.grid.column_count)]
    verdicts = {}
    for sight in sights:
        column = sight.cell.columns[0]
        most = tops[column] if sight.cell.rows[0] >= first_row else None
        is_figure = column in figure_columns and _can_be_figure(sight, first_row, sights)
        verdicts[sight.cell] = _settle(engine, picture, sight, is_figure, most)
    return _table(picture.grid, _with_count(verdicts, first_row), page)


def _look(engine: Engine, grid: Grid, cell: GridCell) -> _Sight:
    picture = cut_cell(grid.picture, grid.rules, cell.box)
    return _Sight(cell, picture, engine.words(next(for_words(picture.ink))) if picture else "")


def _first_row_of_figures(sights: Iterable[_Sight], rows: int) -> int:
    found = [0] * rows
    for sight in sights:
        found[sight.cell.rows[0]] += sight.is_figure
    return next((row for row, figures in enumerate(found) if figures >= MIN_FIGURES_IN_ROW), rows)


def _figure_columns(sights: Sequence[_Sight], first_row: int, columns: int) -> frozenset[int]:
    return frozenset(
        column for column in range(columns)
        if (texts := [sight for sight in sights if sight.picture and _is_below(sight, first_row, column)])
        and sum(not sight.is_wordy for sight in texts) >= MIN_FIGURES_SHARE * len(texts)
    )


def _is_below(sight: _Sight, first_row: int, column: int) -> bool:
    return sight.cell.rows[0] >= first_row and sight.cell.columns == (column, column + 1)


def _most(sights: Iterable[_Sight], column: int, first_row: int) -> Decimal | None:
    """The most a column's figures can be, where its heading says %."""
    heading = (
        sight.text for sight in sights
        if sight.cell.rows[0] < first_row and sight.cell.columns[0] <= column < sight.cell.columns[1]
    )
    return PCT if any("%" in text for text in heading) else None


def _can_be_figure(sight: _Sight, first_row: int, sights: Iterable[_Sight]) -> bool:
    """No figure stands in the heading, in a section row ("I", "Các sở"), or over several columns.

    Words in a row that has figures are read as figures too, and so stay in doubt.
    """
    row, columns = sight.cell.rows[0], sight.cell.columns
    if row < first_row and not sight.is_figure or columns[1] - columns[0] > 1:
        return False
    if not (sight.is_wordy or _is_section_number(sight)):
        return True
    return any(other.is_figure for other in sights if other.cell.rows[0] == row)


def _is_section_number(sight: _Sight) -> bool:
    return bool(sight.text) and set(sight.text) <= ROMAN and sight.cell.columns[0] == 0


def _settle(
    engine: Engine, picture: TablePicture, sight: _Sight, is_figure: bool, most: Decimal | None,
) -> Verdict:
    coloured = _any_colour(picture, sight.cell)
    if sight.picture is None:
        return Verdict("", (UNREAD,) if coloured else ())
    if not is_figure:
        pictures = list(for_words(sight.picture.ink))
        verdict = settle_words([sight.text, *(engine.words(view) for view in pictures[1:])])
    else:
        signs = bool(SIGNS & set(sight.text))
        views = [sight.picture.ink, *([coloured.ink] if coloured else [])]
        readings = _read_figures(engine, views, signs)
        verdict = settle_figures(readings, most, is_disturbed=sight.picture.is_disturbed)
    return verdict if sight.cell.is_rectangle else _doubted(verdict)


def _read_figures(engine: Engine, views: Sequence[Grey], signs: bool) -> list[str]:
    """Five readings of a cell's black ink, and one of all its ink where some is coloured."""
    first, second, third, fourth = for_figures(views[0])
    readings = [engine.figures(view, signs=signs) for view in (first, second, third, fourth)]
    readings.append(engine.words(second, one_line=True).replace(" ", ""))
    return readings + [engine.figures(next(for_figures(view)), signs=signs) for view in views[1:]]


def _any_colour(picture: TablePicture, cell: GridCell) -> CellPicture | None:
    """The cell with its coloured ink, when it has enough of it to be a mark: a seal, a correction."""
    left, top, right, bottom = cell.box
    if (picture.coloured[top:bottom, left:right] > 0).mean() < MIN_COLOURED_SHARE:
        return None
    return cut_cell(picture.any_ink, picture.grid.rules, cell.box)


def _with_count(verdicts: dict[GridCell, Verdict], first_row: int) -> dict[GridCell, Verdict]:
    cells = [cell for cell in verdicts if cell.rows[0] >= first_row and cell.columns == (0, 1)]
    return verdicts | dict(zip(cells, counted([verdicts[cell] for cell in cells]), strict=True))


def _table(grid: Grid, verdicts: dict[GridCell, Verdict], page: int) -> Table:
    places: dict[tuple[int, int], Cell] = {}
    for cell, verdict in verdicts.items():
        read = Cell(verdict.text, verdict.alternatives, grid.page_box(cell.box))
        for row in range(*cell.rows):
            for column in range(*cell.columns):
                places.setdefault((row, column), read)
    return Table(tuple(
        Row(tuple(places[row, column] for column in range(grid.column_count)), page)
        for row in range(grid.row_count)
    ))


def _doubted(verdict: Verdict) -> Verdict:
    return replace(verdict, alternatives=verdict.alternatives or (UNREAD,))


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)

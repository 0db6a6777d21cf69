"""The results of one cutoff as annex tables, figure by figure as the source published them.

Belongs here: which tables, rows and columns. Does not belong here: words of titles and notes
(`words`), changes since the cutoff before (`comparison`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from orchestration.publications.annex.words import (
    SUBJECTS,
    cutoff_notes,
    period_words,
    places_of,
    rate_heading,
    results_title,
    warning,
)
from orchestration.publications.figures import Chosen, Figure
from orchestration.publications.shapes import Column, Table, Value

UNITS_OF_VALUES = {"rate_pct": "(%)", "score": "(điểm)"}
_ORDER = Column("STT", "order", 13)
_NAME_AND_FIGURES_MM = 152.0  # left of a portrait page
_FIGURES_MM, _WIDEST_FIGURE_MM = 98.0, 28.0  # all columns of figures together, and one at most


def results(chosen: Chosen) -> list[Table]:
    """The province's own scores, then one table a level, those with no figures left out."""
    own = chosen.of_level("province")
    tables = [_scoreboard(chosen, own)] if own else []
    levels = ((level, chosen.of_level(level)) for level in SUBJECTS)
    return [*tables, *(_units(chosen, level, figures) for level, figures in levels if figures)]


def by_unit(figures: Iterable[Figure]) -> list[list[Figure]]:
    """The figures unit by unit, in their order."""
    return [list(of_unit) for _, of_unit in groupby(figures, key=lambda figure: figure.unit_id)]


def indicators_of(figures: Sequence[Figure]) -> list[Figure]:
    """One figure for each indicator, as its heading, in the order of the units' rows."""
    return list({figure.indicator_id: figure for figure in reversed(figures)}.values())[::-1]


def _units(chosen: Chosen, level: str, figures: Sequence[Figure]) -> Table:
    measures = indicators_of(figures)
    is_ranked = any(figure.indicator_id == "TOTAL" and figure.rank for figure in figures)
    count = len(measures) + is_ranked
    width = min(_WIDEST_FIGURE_MM, _FIGURES_MM / count)
    columns = [_ORDER, Column("Tên cơ quan/ đơn vị", "text", _NAME_AND_FIGURES_MM - count * width), *(
        Column(_heading(level, one), "number", width, places=places_of(chosen)) for one in measures
    )]  # fmt: skip
    if is_ranked:
        columns.append(Column("Xếp hạng", "whole", width))
    rows = [_unit_row(at, of_unit, measures, is_ranked) for at, of_unit in enumerate(by_unit(figures), 1)]
    return Table(tuple(columns), tuple(rows), results_title(chosen, level), tuple(cutoff_notes(chosen)))


def _heading(level: str, figure: Figure) -> str:
    name = rate_heading(level, figure) if figure.value_kind == "rate_pct" else figure.indicator_name
    return f"{name} {UNITS_OF_VALUES[figure.value_kind]}"


def _unit_row(
    at: int, of_unit: Sequence[Figure], measures: Sequence[Figure], is_ranked: bool
) -> tuple[Value, ...]:
    values = {figure.indicator_id: figure for figure in of_unit}
    found = [values.get(one.indicator_id) for one in measures]
    rank = values["TOTAL"].rank if is_ranked and "TOTAL" in values else None
    return (at, of_unit[0].unit_name, *(one and one.value for one in found), *((rank,) if is_ranked else ()))


def _scoreboard(chosen: Chosen, own: Sequence[Figure]) -> Table:
    is_ranked = any(figure.rank for figure in own)
    published = [figure for figure in own if figure.value is not None]
    absent = [figure.indicator_name for figure in own if figure.value is None]
    columns = [
        _ORDER, Column("Nhóm chỉ số", "text", 68),
        Column("Điểm đạt được", "number", 28, places=places_of(chosen)), Column("Điểm tối đa", "number", 28),
    ]  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for at, figure in enumerate(published, 1):
        rank = (_of_cohort(figure),) if is_ranked else ()
        rows.append((at, figure.indicator_name, figure.value, figure.max_score, *rank))
    if is_ranked:
        columns.append(Column("Thứ hạng cả nước", "rank", 28))
    notes = cutoff_notes(chosen)
    if absent:
        notes.append(f"* Nguồn không công bố: {', '.join(absent)}.")
    title = (
        *warning(chosen),
        "KẾT QUẢ CÁC NHÓM CHỈ SỐ CHUNG",
        f"CỦA {chosen.province_name.upper()} {period_words(chosen).upper()}",
    )
    return Table(tuple(columns), tuple(rows), title, tuple(notes))


def _of_cohort(figure: Figure) -> str | None:
    return f"{figure.rank}/{figure.cohort_size}" if figure.rank else None

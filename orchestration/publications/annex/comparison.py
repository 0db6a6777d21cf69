"""What changed since the cutoff before, as tables beside the annex.

Belongs here: which tables, rows and columns; only changes that the warehouse calls comparable are
shown, and why the others are not. Does not belong here: computing a change (`sql/marts`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.publications.annex.results import UNITS_OF_VALUES, by_unit, indicators_of
from orchestration.publications.annex.words import SUBJECTS, cutoff_notes, period_words, places_of, warning
from orchestration.publications.figures import Chosen, Figure
from orchestration.publications.shapes import Column, Table, Value
from orchestration.publications.vietnamese import instant

_ORDER = Column("STT", "order", 13)


def comparison(chosen: Chosen) -> list[Table]:
    """The province's groups, then the units level by level, each beside the cutoff before.

    A level of which nothing can be compared is left out: the first cutoff of a period has no table.
    """
    own = chosen.of_level("province")
    tables = [_groups(chosen, own)] if _is_compared(own) else []
    for level, subject in SUBJECTS.items():
        figures = chosen.of_level(level)
        if not _is_compared(figures):
            continue
        totals = [figure for figure in figures if figure.indicator_id == "TOTAL"]
        if totals:
            tables.append(_totals(chosen, subject, totals))
        else:
            tables.append(_rates(chosen, subject, figures))
    return tables


def _is_compared(figures: Sequence[Figure]) -> bool:
    return any(figure.delta is not None for figure in figures)


def _groups(chosen: Chosen, own: Sequence[Figure]) -> Table:
    ranked = _is_ranked(own)
    columns = (_ORDER, Column("Nhóm chỉ số", "text", 43), *_before_and_now("(điểm)", ranked, places_of(chosen)))
    rows = tuple((at, figure.indicator_name, *_changed(figure, ranked)) for at, figure in enumerate(own, 1))
    return Table(columns, rows, _title(chosen, chosen.province_name.upper()), _notes(chosen, own))


def _totals(chosen: Chosen, subject: str, totals: Sequence[Figure]) -> Table:
    ranked, unit = _is_ranked(totals), UNITS_OF_VALUES[totals[0].value_kind]
    columns = (_ORDER, Column("Tên cơ quan/ đơn vị", "text", 43), *_before_and_now(unit, ranked, places_of(chosen)))
    rows = tuple((at, figure.unit_name, *_changed(figure, ranked)) for at, figure in enumerate(totals, 1))
    return Table(columns, rows, _title(chosen, subject), _notes(chosen, totals))


def _rates(chosen: Chosen, subject: str, figures: Sequence[Figure]) -> Table:
    measures = indicators_of(figures)
    columns = [_ORDER, Column("Tên cơ quan/ đơn vị", "text", 60)]
    for one in measures:
        over, places = f"{one.indicator_name} {UNITS_OF_VALUES[one.value_kind]}", places_of(chosen)
        columns += [Column("Kỳ này", "number", 18, over, places), Column("Tăng, giảm", "change", 18, over, places)]
    rows: list[tuple[Value, ...]] = []
    for at, of_unit in enumerate(by_unit(figures), 1):
        values = {figure.indicator_id: figure for figure in of_unit}
        found = [values.get(one.indicator_id) for one in measures]
        rows.append((at, of_unit[0].unit_name, *(
            value for one in found for value in ((one.value, one.delta) if one else (None, None))
        )))  # fmt: skip
    return Table(tuple(columns), tuple(rows), _title(chosen, subject), _notes(chosen, figures))


def _before_and_now(unit: str, is_ranked: bool, places: int) -> tuple[Column, ...]:
    scores = (
        Column(f"Kỳ trước {unit}", "number", 20, places=places), Column(f"Kỳ này {unit}", "number", 20, places=places),
        Column("Tăng, giảm", "change", 18, places=places),
    )  # fmt: skip
    ranks = (
        Column("Hạng kỳ trước", "whole", 17), Column("Hạng kỳ này", "whole", 17),
        Column("Thay đổi hạng", "whole_change", 17),
    )  # fmt: skip
    return (*scores, *ranks) if is_ranked else scores


def _changed(figure: Figure, is_ranked: bool) -> tuple[Value, ...]:
    scores = (figure.previous_value, figure.value, figure.delta)
    return (*scores, figure.previous_rank, figure.rank, figure.rank_change) if is_ranked else scores


def _is_ranked(figures: Sequence[Figure]) -> bool:
    return any(figure.rank is not None or figure.previous_rank is not None for figure in figures)


def _title(chosen: Chosen, subject: str) -> tuple[str, ...]:
    compared = f"SO SÁNH KẾT QUẢ CỦA {subject} {period_words(chosen).upper()}"
    return (*warning(chosen), compared, "VỚI LẦN CHỐT SỐ LIỆU TRƯỚC")


def _notes(chosen: Chosen, figures: Sequence[Figure]) -> tuple[str, ...]:
    """The two cutoffs, and why some values stand without a change."""
    notes = cutoff_notes(chosen)
    before = sorted({figure.previous_cutoff_at for figure in figures if figure.previous_cutoff_at})
    if before:
        notes.insert(1, f"* Lần chốt trước: {instant(before[-1])}. Tăng, giảm chỉ ghi khi hai lần so sánh được.")
    reasons = list(dict.fromkeys(figure.break_text for figure in figures if figure.break_text))
    if reasons:
        notes.append(f"* Không ghi tăng, giảm ở giá trị không so sánh được: {'; '.join(reasons)}.")
    if any(figure.rank_change for figure in figures):
        notes.append("* Thay đổi hạng: số dương là lên hạng; đồng điểm thì đồng hạng.")
    return tuple(notes)

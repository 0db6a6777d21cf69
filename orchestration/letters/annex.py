"""The figures of an annex table → observations of units.

Belongs here: what the cells of a unit's row say of each indicator. Does not belong here: what the
columns are (`columns`), which rows are units (`rows`) and which units (`register`), how numbers are
written (`grammar.numbers`), or the letter as a whole (`reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestration.letters.captions import Measure, measure_named
from orchestration.letters.columns import Column
from orchestration.letters.figures import Figures
from orchestration.letters.grammar.numbers import Notation, ParsedNumber, parse_number
from orchestration.letters.grammar.plain import comma, shown
from orchestration.letters.maxima import is_other_quantity, known_maximum, maximum_note
from orchestration.letters.register import Register
from orchestration.letters.rows import RowReader, UnitRow
from orchestration.letters.sections import Annex
from orchestration.readings import Note, Observation, Refused, UnitSighting
from orchestration.reference.registry import Unit

MISSING, DECIMAL_DOT, FOOTNOTE = "missing_at_source", "decimal_dot", "footnote"
"""Quality flags: a cell that is there and says that there is no figure; a decimal dot in a letter;
a figure with a footnote mark on it."""
_MIN_SHARES = 3  # two small rates may be two small rates


@dataclass(frozen=True, slots=True)
class _Value:
    column: Column
    text: str
    number: ParsedNumber | None
    is_rate: bool


def read_annex(annex: Annex, register: Register, notation: Notation) -> Figures:
    """Every figure of a table. Raises `Refused` for a row or a cell that cannot be read."""
    reader = RowReader(annex)
    unit_rows = reader.unit_rows()
    if not unit_rows:
        raise _no_rows(annex)
    figures = Figures(notes=[*reader.notes, *_column_notes(annex)])
    measure = measure_named(annex.words())
    every: list[_Value] = []
    for unit_row, found in zip(unit_rows, register.find_all(unit_rows), strict=True):
        unit = found.unit
        figures.units.append(UnitSighting(unit.unit_id, None, unit_row.name, unit.level, unit.parent_id))
        figures.notes.extend(found.notes(unit_row))
        values = [_value(column, unit_row, measure, notation) for column in _measures(annex)]
        every += values
        figures.notes.extend(_value_notes(values, unit_row, unit))
        for of_indicator in _by_indicator(values):
            figures.observations.append(_observation(of_indicator, annex, unit_row, unit))
    if notation == "feed":  # a signed letter means what it prints
        _refuse_fractions(every, annex.place)
    return figures


def _measures(annex: Annex) -> list[Column]:
    """The columns that are loaded: those whose maximum is their group's, or less."""
    return [
        column for column in annex.layout.measures()
        if not is_other_quantity(column.indicator_id or "", column.maximum)
    ]


def _column_notes(annex: Annex) -> list[Note]:
    notes = []
    for column in annex.layout.measures():
        place = f"{annex.place}, cột {column.number}"
        notes.append(maximum_note(column.indicator_id or "", column.maximum, column.heading, place))
    return [note for note in notes if note]


def _value(column: Column, unit_row: UnitRow, measure: Measure | None, notation: Notation) -> _Value:
    text = unit_row.cells[column.number - 1].text
    place = f"{unit_row.place}, cột {column.number}"
    role = measure if column.role == "value" and measure else column.role
    maximum = None if role == "value" else column.maximum or known_maximum(column.indicator_id or "")
    number = parse_number(
        text, column_is_pct=role == "rate", maximum=maximum, notation=notation, place=place
    )
    if number and role == "value" and number.unit != "%" and number.out_of is None:
        raise _no_unit(place, column)
    if number and role != "rate":
        _check_points(column, number, text, place)
    return _Value(column, text, number, role == "rate" or (number is not None and number.unit == "%"))


def _refuse_fractions(values: Iterable[_Value], place: str) -> None:
    """Raise `Refused` when the rates of a whole table look like shares of one: 0.9422 for 94,22 %."""
    rates = [value.number for value in values if value.is_rate and value.number and value.number.value]
    is_share = all(rate.value <= 1 and rate.unit != "%" for rate in rates)
    if len(rates) >= _MIN_SHARES and is_share and any(rate.value % 1 for rate in rates):
        raise Refused(
            place,
            "Mọi tỷ lệ trong bảng đều không quá 1, trong khi cột tính bằng %: có thể là phân số (0,94 thay cho 94 %)."
            " Hãy định dạng các ô là % rồi nộp lại.",
            "No rate of the table is above 1 although its columns are in %: perhaps they are shares (0.94 for 94 %)."
            " Format the cells as % and submit again.",
        )


def _check_points(column: Column, number: ParsedNumber, text: str, place: str) -> None:
    """Raise `Refused` when a cell of points says something else than points of this column."""
    is_other_unit = column.role in ("score", "maximum") and number.unit not in (None, "diem")
    is_other_maximum = column.maximum and number.out_of and number.out_of != column.maximum
    is_of_other_group = is_other_quantity(column.indicator_id or "", number.out_of)
    if is_other_unit or is_other_maximum or is_of_other_group:
        raise Refused(
            place,
            f"Ô {shown(text)} không hợp với cột {shown(column.heading)}: hãy đối chiếu đơn vị tính và"
            " điểm tối đa với bản gốc.",
            f"The cell {shown(text)} does not fit the column {shown(column.heading)}: check unit and maximum"
            " with the original.",
        )


def _by_indicator(values: Iterable[_Value]) -> list[list[_Value]]:
    """The values of a row that are of one indicator together: its points, their maximum, its rate."""
    grouped: dict[str, list[_Value]] = {}
    for value in values:
        grouped.setdefault(value.column.indicator_id or "", []).append(value)
    return list(grouped.values())


def _observation(values: Sequence[_Value], annex: Annex, unit_row: UnitRow, unit: Unit) -> Observation:
    columns = " và ".join(str(value.column.number) for value in values)
    score = next((value for value in values if not value.is_rate and value.column.role != "maximum"), None)
    return Observation(
        indicator_id=values[0].column.indicator_id or "",
        unit_id=unit.unit_id,
        score=score.number.value if score and score.number else None,
        max_score=_maximum(score, values) if score and score.number else None,
        rate_pct=next((value.number.value for value in values if value.is_rate and value.number), None),
        quality_flag=_quality(values),
        locator=f"{annex.place}, dòng {{row}}, cột {columns}",
        row=unit_row.number,
        raw_text=_raw_text(values),
    )


def _maximum(score: _Value, values: Sequence[_Value]) -> Decimal | None:
    stated = (value.number for value in values if value.column.role == "maximum" and value.number)
    beside = next((number.value for number in stated), None)
    own = score.number.out_of if score.number else None
    return own or score.column.maximum or beside


def _quality(values: Sequence[_Value]) -> str | None:
    if all(value.number is None for value in values):
        return MISSING
    numbers = [value.number for value in values if value.number]
    if any(number.is_dot_decimal for number in numbers):
        return DECIMAL_DOT
    return FOOTNOTE if any(number.footnote for number in numbers) else None


def _raw_text(values: Sequence[_Value]) -> str | None:
    """The cells as they stand, unless the one cell is nothing but its plain number."""
    if len(values) == 1 and values[0].number and values[0].text == str(values[0].number.value):
        return None
    return " | ".join(value.text for value in values)


def _value_notes(values: Sequence[_Value], unit_row: UnitRow, unit: Unit) -> list[Note]:
    notes = []
    for value in values:
        place = f"{unit_row.place}, cột {value.column.number}"
        if value.number and value.number.is_dot_decimal:
            notes.append(Note(
                "decimal_dot", "warning",
                f"Ô {shown(value.text)} dùng dấu chấm thập phân: hiểu là {comma(value.number.value)}.",
                f"The cell {shown(value.text)} has a decimal dot: taken as {value.number.value}.",
                place, unit.unit_id, value.column.indicator_id,
            ))
        if value.number and value.number.footnote:
            notes.append(Note(
                "figure_with_footnote", "info",
                f"Ô {shown(value.text)} có dấu chú thích: hãy đọc chú thích của bảng.",
                f"The cell {shown(value.text)} carries a footnote mark: read the table's notes.",
                place, unit.unit_id, value.column.indicator_id,
            ))
    return notes


def _no_rows(annex: Annex) -> Refused:
    return Refused(
        annex.place,
        "Bảng có tiêu đề nhưng không có dòng đơn vị nào: tệp có thể bị cắt cụt, hãy nộp bản đầy đủ.",
        "The table has a heading but no row of a unit: the file may be cut off, submit the whole document.",
    )


def _no_unit(place: str, column: Column) -> Refused:
    return Refused(
        place,
        f"Không rõ cột {shown(column.heading)} tính bằng % hay bằng điểm: hãy ghi đơn vị tính vào tiêu đề cột"
        " theo bản gốc.",
        f"Whether the column {shown(column.heading)} is in % or in points is not said: put the unit in its"
        " heading, from the original.",
    )

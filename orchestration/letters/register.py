"""The units a letter's rows are looked up among.

Belongs here: names of rows → units of one province on one day, and what to say when that fails or
is not quite sure. Does not belong here: how names are compared (`reference.names`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.letters.grammar.plain import shown
from orchestration.letters.rows import UnitRow
from orchestration.readings import Level, Note, Refused
from orchestration.reference.local import read_once
from orchestration.reference.names import Gazetteer, NameMatch
from orchestration.reference.registry import Unit, load_units

_FOOTNOTE_MARK = re.compile(r"\s*(?:\(\*+\)|\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit, and how a row's name led to it."""

    unit: Unit
    match: NameMatch

    def notes(self, row: UnitRow) -> list[Note]:
        """What a person should look at: a name that only resembles, a unit of another level."""
        name, official, notes = shown(row.name), f"«{self.unit.name}»", []
        if self.match.how == "fuzzy":
            notes.append(Note(
                "name_matched_loosely", "warning",
                f"Tên {name} được hiểu là {official} (giống {self.match.confidence_pct:.0f} %).",
                f"The name {name} was taken for {official} ({self.match.confidence_pct:.0f} % alike).",
                row.place, self.unit.unit_id,
            ))
        if row.level and self.unit.level != row.level:
            notes.append(Note(
                "annex_level_differs", "warning",
                f"Đơn vị {name} thuộc cấp {self.unit.level}, khác cấp {row.level} mà tiêu đề bảng nêu.",
                f"The unit {name} is of level {self.unit.level}, not {row.level} as the caption says.",
                row.place, self.unit.unit_id,
            ))
        return notes


@dataclass(frozen=True, slots=True)
class Register:
    """The units of one province on one day."""

    province_id: str
    on: date
    gazetteer: Gazetteer

    def find_all(self, rows: Sequence[UnitRow]) -> list[FoundUnit]:
        """Each row's unit. Raises `Refused` for names nobody knows, the first of them named, and for
        a unit that comes twice."""
        found: list[FoundUnit] = []
        unknown: list[UnitRow] = []
        first: dict[str, UnitRow] = {}
        for row in rows:
            match = self._find(_FOOTNOTE_MARK.sub("", row.name), row.level)
            if match is None:
                unknown.append(row)
                if len(unknown) > _NAMES_SHOWN:
                    break
            elif first.setdefault(match.unit_id, row) is not row:
                raise _twice(row, first[match.unit_id])
            else:
                found.append(FoundUnit(units()[match.unit_id], match))
        if unknown:
            raise self._unknown(unknown)
        return found

    def unknown_among(self, rows: Sequence[UnitRow]) -> list[tuple[UnitRow, list[tuple[str, str, float]]]]:
        """The rows whose name is no known unit, each with the units it may be meant for."""
        suggest = self.gazetteer.suggest
        return [
            (row, list(suggest(name, parent_id=self.province_id, on=self.on)))
            for row in rows
            if self._find(name := _FOOTNOTE_MARK.sub("", row.name), row.level) is None
        ]

    def knows(self, name: str) -> bool:
        """Whether `name` is a unit of the province."""
        return self._find(name, None) is not None

    def _find(self, name: str, level: Level | None) -> NameMatch | None:
        """The unit of that name: at `level` if one is so called there, else at any level."""
        find = self.gazetteer.find
        match = find(name, parent_id=self.province_id, on=self.on, level=level) if level else None
        return match or find(name, parent_id=self.province_id, on=self.on)

    def _unknown(self, rows: Sequence[UnitRow]) -> Refused:
        names = "; ".join(f"{shown(row.name)}{self._nearest(row.name)}" for row in rows[:_NAMES_SHOWN])
        names += "; …" if len(rows) > _NAMES_SHOWN else ""
        return Refused(
            rows[0].place,
            f"Không nhận ra đơn vị: {names}. Hãy chạy «chiso766 units propose <tệp>», xem lại rồi thêm vào"
            " reference/unit_aliases.csv (đơn vị mới: units.csv) của kho, và chạy «chiso766 build».",
            f"Unknown unit: {names}. Run `chiso766 units propose <file>`, look it over, add it to"
            " reference/unit_aliases.csv (a new unit: units.csv) of the installation and run `chiso766 build`.",
        )

    def _nearest(self, name: str) -> str:
        near = self.gazetteer.suggest(name, parent_id=self.province_id, on=self.on)
        return f" (≈ «{near[0][1]}», {near[0][2]:.0f} %)" if near else ""


@read_once
def units() -> dict[str, Unit]:
    """Every unit of the reference data by its id."""
    return {unit.unit_id: unit for unit in load_units()}


def _twice(row: UnitRow, first: UnitRow) -> Refused:
    return Refused(
        row.place,
        f"Đơn vị {shown(row.name)} đã có ở {first.place}: mỗi đơn vị chỉ được có một dòng, hãy đối chiếu"
        " với bản gốc.",
        f"The unit {shown(row.name)} was already at {first.place}: a unit has one row, check the original.",
    )

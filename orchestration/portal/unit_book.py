"""The units of one snapshot: who they are, gathered from all answers of a batch.

Some endpoints give codes, some do not; some tell agencies from communes one way, some another.
Belongs here: joining them by `departmentId`, and saying where they disagree. Does not belong here:
values (`observing`), units of other snapshots (`reference`, the warehouse).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from orchestration.portal.contract_groups import ListUnit, OnlineChild, PaymentChild, ProgressChild
from orchestration.portal.contract_shapes import Unit
from orchestration.portal.contract_summary import Overview, ProvinceRow
from orchestration.portal.unit_codes import COUNTRY, level_by_code, official_code
from orchestration.readings import Level, Note, Refused, UnitSighting

# the portal's words for the level of a province's child; the most trusted tell first, the code last
_WORDS: dict[str, dict[str, Level]] = {
    "childGroup": {"AGENCY": "agency", "COMMUNE": "commune"},
    "departmentType": {"PROVINCIAL_DEPARTMENT": "agency", "COMMUNE_PEOPLE_COMMITTEE": "commune"},
    "level": {"PROVINCE": "agency", "COMMUNE": "commune"},
}


@dataclass(slots=True)
class _Child:
    """What the answers of a batch say of one unit; `place` is where it was seen first."""

    portal_id: str
    place: str
    code: str | None = None
    names: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)

    def levels(self) -> dict[str, Level]:
        """Each tell that is understood, with the level it tells."""
        told = {tell: _WORDS[tell].get(word) for tell, word in self.words.items()}
        told["departmentCode"] = level_by_code(self.code) if self.code else None
        order = (*_WORDS, "departmentCode")
        return {tell: level for tell in order if (level := told.get(tell)) is not None}


class UnitBook:
    """The units of a scope, by the portal's id. `root_id` is the scope's own, None for the country."""

    def __init__(self, root_id: str | None, known_code: str | None) -> None:
        self.root_id = root_id
        self.is_national = root_id is None
        self._root_code = COUNTRY if self.is_national else known_code
        self._root_names: set[str] = set()
        self._children: dict[str, _Child] = {}
        self._id_of_code: dict[str, str] = {}

    @property
    def scope_unit_id(self) -> str:
        """The code of the country or province; `Refused` when nothing gave it."""
        if self._root_code is None:
            raise Refused(
                "/data",
                "Không phản hồi nào cho biết mã của tỉnh. Hãy lấy thêm service-results của tỉnh này.",
                "No answer gives the province's code. Fetch its service-results too.",
            )
        return self._root_code

    def see_root(self, root: Overview | Unit, place: str) -> None:
        """Take in the scope's own name and code; `Refused` when it is another province."""
        self._root_names.add(normalize("NFC", root.department_name))
        named = root.department_id if isinstance(root, Unit) else self.root_id
        if not self.is_national and named != self.root_id:
            raise _another_province(f"{place}/departmentId", named, self.root_id)
        if self.is_national and root.department_code is not None:
            raise _another_province(f"{place}/departmentCode", root.department_code, COUNTRY)
        if root.department_code is None:
            return
        code = official_code(root.department_code)
        if self._root_code not in (None, code):
            raise _another_province(f"{place}/departmentCode", code, self._root_code)
        self._root_code = code

    def see_children(self, units: Sequence[Unit], place: str) -> None:
        """Take in the rows of one answer; `Refused` when codes clash or all are another province's."""
        for row, unit in enumerate(units):
            self._see_child(unit, f"{place}/{row}")
        codes = [official_code(unit.department_code) for unit in units if unit.department_code is not None]
        if codes and not self.is_national and self._root_code and all(map(self._is_foreign, codes)):
            raise _another_province(f"{place}/0/departmentCode", codes[0], self._root_code)

    def _see_child(self, unit: Unit, place: str) -> None:
        portal_id = str(unit.department_id)
        if portal_id == self.root_id:
            raise _own_child(f"{place}/departmentId", portal_id)
        child = self._children.get(portal_id)
        if child is None:
            child = self._children[portal_id] = _Child(portal_id, place)
        child.names.add(normalize("NFC", unit.department_name))
        child.words.update(_words_of(unit))
        if unit.department_code is None:
            return
        code = official_code(unit.department_code)
        owner = self._id_of_code.setdefault(code, portal_id)
        if owner != portal_id or child.code not in (None, code) or code == self._root_code:
            raise _clashing_codes(f"{place}/departmentCode", code)
        child.code = code

    def codes(self) -> dict[str | None, str | None]:
        """The official code of every unit by the portal's id, None where no answer gave one."""
        found: dict[str | None, str | None] = {self.root_id: self.scope_unit_id}
        found.update((portal_id, child.code) for portal_id, child in self._children.items())
        return found

    def sightings(self) -> list[UnitSighting]:
        """The units with their names here, the scope first; a unit under two names stands twice."""
        level: Level = "country" if self.is_national else "province"
        parent = None if self.is_national else COUNTRY
        found = [
            UnitSighting(self.scope_unit_id, self.root_id, name, level, parent)
            for name in sorted(self._root_names)
        ]
        for child in self._children.values():
            level = self._level_of(child)
            found.extend(
                UnitSighting(child.code, child.portal_id, name, level, self.scope_unit_id)
                for name in sorted(child.names)
            )
        return found

    def notes(self) -> list[Note]:
        """Where the answers disagree about a unit, for a person to look at."""
        if self.is_national:
            return []
        doubts = [self._doubt_of_level(child) for child in self._children.values()]
        strangers = [self._doubt_of_code(child) for child in self._children.values()]
        return [note for note in (*doubts, *strangers) if note is not None]

    def _level_of(self, child: _Child) -> Level:
        if self.is_national:
            return "province"
        level = next(iter(child.levels().values()), None)
        if level is None:
            words = ", ".join(f"{tell} {word}" for tell, word in child.words.items())
            raise Refused(
                child.place,
                f"Không rõ đơn vị này là sở, ngành hay xã, phường ({words}). Hãy báo cho người phụ trách "
                "để bổ sung cách nhận biết.",
                f"It is not known whether this unit is an agency or a commune ({words}). Tell whoever "
                "maintains the contract, to add the word.",
            )
        return level

    def _is_foreign(self, code: str) -> bool:
        return not code.startswith(f"{self.scope_unit_id}.")

    def _doubt_of_level(self, child: _Child) -> Note | None:
        levels = child.levels()
        if len(set(levels.values())) < 2:
            return None
        told = ", ".join(f"{tell}: {level}" for tell, level in levels.items())
        return Note(
            "unit_level_disagreement",
            "warning",
            f"Các phản hồi không thống nhất đơn vị là sở, ngành hay xã, phường ({told}); dùng dấu hiệu đầu.",
            f"The answers disagree whether the unit is an agency or a commune ({told}); the first is used.",
            child.place,
            child.code,
        )

    def _doubt_of_code(self, child: _Child) -> Note | None:
        if child.code is None or not self._is_foreign(child.code):
            return None
        return Note(
            "unit_code_outside_scope",
            "warning",
            f"Mã {child.code} không thuộc {self.scope_unit_id} nhưng nằm trong danh sách của tỉnh này.",
            f"The code {child.code} is not under {self.scope_unit_id} but stands in its list.",
            child.place,
            child.code,
        )


def _words_of(unit: Unit) -> dict[str, str]:
    match unit:
        case ProvinceRow():
            return {"childGroup": unit.child_group}
        case ListUnit():
            return {"departmentType": unit.department_type, "level": unit.department_level}
        case ProgressChild() | OnlineChild() | PaymentChild():
            return {"level": unit.level}
    return {}


def _another_province(place: str, found: str | None, asked: str | None) -> Refused:
    return Refused(
        place,
        f"Đây là phản hồi của {found}, không phải của {asked} đã yêu cầu. Hãy dừng lấy dữ liệu, kiểm tra "
        "yêu cầu đã ghi rồi lấy lại.",
        f"This answers for {found}, not for {asked} as asked. Stop fetching, check the recorded request, "
        "then fetch again.",
    )


def _clashing_codes(place: str, code: str) -> Refused:
    return Refused(
        place,
        f"Mã {code} không khớp với đơn vị đã thấy trong cùng lần lấy: một mã cho hai đơn vị, hoặc hai mã cho "
        "một đơn vị. Hãy lấy lại; nếu vẫn vậy, báo cho người phụ trách danh mục đơn vị.",
        f"The code {code} clashes with a unit of the same batch: one code for two units, or two codes for "
        "one. Fetch again; if it stays so, tell whoever keeps the list of units.",
    )


def _own_child(place: str, portal_id: str) -> Refused:
    return Refused(
        place,
        f"Đơn vị {portal_id} vừa là tỉnh được hỏi vừa nằm trong danh sách đơn vị của tỉnh. Hãy lấy lại.",
        f"Unit {portal_id} is the province asked for and stands among its own children. Fetch it again.",
    )

"""The units the demo portal speaks of: real provinces, real units where captures or the lists name them.

Belongs here: who is evaluated. Does not belong here: what they score (`figures`, `points`).
"""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from orchestration.portal.plan import all_provinces
from orchestration.reference.registry import load_unit_counts, load_units

Kind = Literal["country", "province", "agency", "commune"]
KNOWN_UNITS = Path(__file__).parent / "data" / "known_units.csv"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit as an answer names it. The country has neither code nor id."""

    portal_id: str | None
    code: str | None
    name: str
    kind: Kind

    @property
    def child_group(self) -> str:
        """How service-results tells agencies from communes."""
        return "COMMUNE" if self.kind == "commune" else "AGENCY"

    @property
    def level(self) -> str:
        """The level the group endpoints give: a province's agencies are of the province's level."""
        return "COMMUNE" if self.kind == "commune" else "PROVINCE"

    @property
    def department_type(self) -> str:
        """The type three of the group endpoints give."""
        types = {"province": "PROVINCE", "agency": "PROVINCIAL_DEPARTMENT"}
        return types.get(self.kind, "COMMUNE_PEOPLE_COMMITTEE")


COUNTRY = DemoUnit(None, None, "Cả nước", "country")


@cache
def provinces() -> tuple[DemoUnit, ...]:
    """The 34 provinces, by code."""
    return tuple(
        DemoUnit(province.portal_id, province.unit_id, province.name, "province")
        for province in all_provinces()
    )


@cache
def children_of(province: DemoUnit) -> tuple[DemoUnit, ...]:
    """The units of a province, as many as the portal has, ordered by code as text as it does."""
    counted = next(count for count in load_unit_counts() if count.unit_id == province.code)
    known = [unit for unit in _known_units() if (unit.code or "").startswith(f"{province.code}.")]
    agencies = _filled(province, "agency", known, counted.agencies, 1)
    communes = _filled(province, "commune", known, counted.communes, 100)
    return tuple(sorted((*agencies, *communes), key=lambda unit: unit.code or ""))


def _filled(province: DemoUnit, kind: Kind, known: list[DemoUnit], count: int, first: int) -> list[DemoUnit]:
    """The known units of a kind; under free codes, up to `count`, those of the lists, then invented ones."""
    found = [unit for unit in known if unit.kind == kind]
    taken = {unit.code for unit in found}
    free = (code for number in itertools.count(first) if (code := f"{province.code}.{number:02d}") not in taken)
    for name in itertools.islice(_names(province, kind), count - len(found)):
        code = next(free)
        found.append(DemoUnit(_invented_id(code), code, name or _invented_name(province, kind, code), kind))
    return found


def _names(province: DemoUnit, kind: Kind) -> Iterator[str | None]:
    """The names of the units that the lists know without a code of the portal's; then None for ever."""
    place = province.name.removeprefix("UBND ")
    for unit in load_units():
        if (unit.parent_id, unit.level) == (province.code, kind) and unit.valid_to is None and unit.portal_id is None:
            yield unit.name if kind == "commune" or place in unit.name else f"{unit.name} - {place}"
    yield from itertools.repeat(None)


def _invented_name(province: DemoUnit, kind: Kind, code: str) -> str:
    number = code.partition(".")[2]
    place = province.name.removeprefix("UBND ")
    return f"UBND xã Minh họa {number}" if kind == "commune" else f"Sở Minh họa {number} - {place}"


def _invented_id(code: str) -> str:
    # a time of zero: no real id of this form has it
    return f"00000000-0000-7000-8000-{hashlib.sha256(code.encode()).hexdigest()[:12]}"


@cache
def _known_units() -> tuple[DemoUnit, ...]:
    with open(KNOWN_UNITS, encoding="utf-8", newline="") as file:
        return tuple(
            DemoUnit(
                row["portal_id"],
                row["code"],
                row["name"],
                "commune" if row["child_group"] == "COMMUNE" else "agency",
            )
            for row in csv.DictReader(file)
        )

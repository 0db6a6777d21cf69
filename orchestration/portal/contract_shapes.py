"""What all shapes of the portal's answers share: types, a unit, the rules of scores and lists.

Belongs here: how strictly values are taken, where null is meaningful, what a score may be. Does not
belong here: the answers themselves (`contract_summary`, `contract_groups`), reading bytes
(`contract_json`), saying in words what is wrong (`contract_refusals`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

GroupCode = Literal["CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]

# service-results states no maximum beside a group's score: these are the `totalMaxScore` of the
# six group endpoints, and the radar of every answer is held against them
GROUP_MAXIMA: dict[GroupCode, Decimal] = {
    "CKMB": Decimal(18),
    "TDGQ": Decimal(20),
    "CLGQ": Decimal(12),
    "TTTT": Decimal(10),
    "MDHL": Decimal(18),
    "MDSH": Decimal(22),
}

Amount = Annotated[Decimal, Field(ge=0)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]
Identifier = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$")]
Code = Annotated[str, StringConstraints(max_length=35, pattern=r"^[0-9A-Z]+(\.[0-9A-Z]+)*$")]
Path = tuple[str | int, ...]

Item = TypeVar("Item")
# bounds that no answer comes near (188 units in the largest province), so that a hostile one stays small
Rows = Annotated[list[Item], Field(min_length=1, max_length=2000)]
Few = Annotated[list[Item], Field(max_length=50)]


class Shape(BaseModel):
    """An object of an answer: snake_case here, camelCase there; nothing is coerced."""

    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=to_camel)


class Unit(Shape):
    """What every endpoint says of every unit; only the country has no id of its own."""

    department_id: Identifier | None
    department_name: Text
    department_code: Code | None = None
    total_score: Amount | None
    ratio: Amount | None
    score_delta: Decimal | None = None


def require_distinct_units(units: Sequence[Unit], key: str) -> None:
    """Raise when a unit of the list under `key` has no `departmentId`, or one that stood before."""
    seen: set[str | None] = {None}
    for index, unit in enumerate(units):
        if unit.department_id in seen:
            raise _given_twice((key, index, "departmentId"), unit.department_id)
        seen.add(unit.department_id)


def require_within(score: Decimal | None, maximum: Decimal, path: Path) -> None:
    """Raise when a score is above its maximum; `path` leads to it from the object judged."""
    if score is not None and score > maximum:
        context = {"path": path, "value": score, "maximum": maximum}
        raise PydanticCustomError("score_above_maximum", "score above its maximum", context)


def _given_twice(path: Path, value: str | None) -> PydanticCustomError:
    return PydanticCustomError("given_twice", "given twice or null", {"path": path, "value": value})


def require_distinct_codes(codes: Sequence[str], key: str) -> None:
    """Raise when a code of the list under `key` stood before."""
    if len(set(codes)) == len(codes):
        return
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            raise _given_twice((key, index, "code"), code)
        seen.add(code)

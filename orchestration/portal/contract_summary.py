"""The shape of service-results, for the country and for one province, as captured in autumn 2026.

Belongs here: the keys of that one endpoint; all but `scoreDelta` are required. Does not belong
here: the group endpoints (`contract_groups`), what the values mean (`observing`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, Literal, Self, TypeVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from orchestration.portal.contract_shapes import (
    GROUP_MAXIMA,
    Amount,
    Code,
    Few,
    GroupCode,
    Identifier,
    Rows,
    Shape,
    Text,
    Unit,
    require_distinct_codes,
    require_distinct_units,
    require_within,
)

RadarCode = Literal["CKMB", "TDGQ", "ONLINE_SERVICE", "MDHL", "MDSH"]

RADAR_MAXIMA: dict[RadarCode, Decimal] = {
    "CKMB": GROUP_MAXIMA["CKMB"],
    "TDGQ": GROUP_MAXIMA["TDGQ"],
    "ONLINE_SERVICE": GROUP_MAXIMA["CLGQ"] + GROUP_MAXIMA["TTTT"],
    "MDHL": GROUP_MAXIMA["MDHL"],
    "MDSH": GROUP_MAXIMA["MDSH"],
}


class Overview(Shape):
    """The country or the province itself; `department_code` is null for the country."""

    department_name: Text
    department_code: Code | None
    total_score: Amount | None
    total_max_score: Amount
    ratio: Amount | None

    @model_validator(mode="after")
    def _score_is_within(self) -> Self:
        require_within(self.total_score, self.total_max_score, ("totalScore",))
        return self


class RadarAxis(Shape):
    """A group's score of the overview; CLGQ and TTTT stand merged as ONLINE_SERVICE."""

    code: RadarCode
    name: Text
    score: Amount | None
    max_score: Amount
    ratio: Amount | None

    @model_validator(mode="after")
    def _maximum_is_the_known_one(self) -> Self:
        known = RADAR_MAXIMA[self.code]
        if self.max_score != known:
            context = {"path": ("maxScore",), "value": self.max_score, "maximum": known}
            raise PydanticCustomError("maximum_changed", "maximum changed", context)
        require_within(self.score, known, ("score",))
        return self


class Slice(Shape):
    """A part of a donut: dossiers or procedures."""

    code: Text
    name: Text
    value: Amount
    percent: Amount | None


class Donuts(Shape):
    """Dossiers by channel, procedures by degree of online provision."""

    online_dossier: Few[Slice]
    online_provision: Few[Slice]


class MonthScore(Shape):
    """A month of the year's line; null for a month to come."""

    month: Text
    average_score: Amount | None


class MonthDossiers(Shape):
    """A month's share of dossiers on time; null for a month to come."""

    month: Text
    on_time_pct: Amount | None
    overdue_pct: Amount | None


class NationalRow(Unit):
    """A province in the national answer. A null score is "not evaluated"."""

    department_id: Identifier
    department_code: Code
    group_scores: dict[GroupCode, Amount | None]

    @model_validator(mode="after")
    def _groups_are_six_and_within(self) -> Self:
        for group, maximum in GROUP_MAXIMA.items():
            if group not in self.group_scores:
                context = {"path": ("groupScores", group)}
                raise PydanticCustomError("missing", "group missing", context)
            require_within(self.group_scores[group], maximum, ("groupScores", group))
        return self


class ProvinceRow(Unit):
    """An agency or commune in a province's answer: a total, no groups."""

    department_id: Identifier
    department_code: Code
    child_group: Literal["AGENCY", "COMMUNE"]


RowT = TypeVar("RowT", NationalRow, ProvinceRow)


class ServiceResults(Shape, Generic[RowT]):
    """`data` of service-results, for the country or for one province."""

    overview: Overview
    growth_percent: Decimal | None
    radar: Few[RadarAxis]
    donuts: Donuts
    evaluation: Rows[RowT]
    monthly_chart: Few[MonthScore]
    dossier_chart: Few[MonthDossiers]

    @model_validator(mode="after")
    def _rows_are_distinct_and_within(self) -> Self:
        require_distinct_units(self.evaluation, "evaluation")
        maximum = self.overview.total_max_score
        for index, row in enumerate(self.evaluation):
            require_within(row.total_score, maximum, ("evaluation", index, "totalScore"))
        require_distinct_codes([axis.code for axis in self.radar], "radar")
        return self

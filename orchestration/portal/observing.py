"""From a typed answer to observations: which field is which indicator's score, count or rate.

Belongs here: that mapping, and the locator of each value. Does not belong here: which answers make
a snapshot (`reading`), who the units are (`unit_book`).

A locator is the answer's label, "#", and a JSON pointer with `{row}` for the place in the list of
children: "transparency#/data/evaluation/{row}/metrics/0/score". It names the score, or the
numerator where there is no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from orchestration.portal.contract import GroupAnswer
from orchestration.portal.contract_groups import (
    GroupUnit,
    ListUnit,
    Metric,
    OnlineParent,
    PaymentChild,
    PaymentParent,
    ProgressChild,
    ProgressParent,
    SatisfactionUnit,
    metric_codes,
)
from orchestration.portal.contract_shapes import GROUP_MAXIMA, GroupCode, Shape
from orchestration.portal.contract_summary import NationalRow, ProvinceRow, ServiceResults
from orchestration.readings import Observation

Codes = Mapping[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Component:
    """A count of a group endpoint that is an indicator: `numerator`, of `denominator` where given."""

    indicator_id: str
    numerator: str
    denominator: str | None = None


_PROGRESS = (
    Component("ON_TIME_DOSSIERS", "total_on_time", "total_received"),
    Component("AVG_PROCESSING_DAYS", "avg_processing_days"),
)
_PAYMENT = (
    Component(
        "ONLINE_PAYMENT_DOSSIERS",
        "total_dossier_online_payment_success",
        "total_dossier_financial_obligation",
    ),
    Component(
        "ONLINE_PAYMENT_PROCEDURES", "total_dossier_online_formality_payment_success", "total_fee_formality"
    ),
    Component("FEE_PROCEDURES_WITH_DOSSIERS", "total_fee_dossier_formality", "total_fee_formality"),
    Component(
        "FEE_PROCEDURES_WITH_DOSSIERS_DISTINCT", "total_fee_dossier_formality_distinct", "total_fee_formality"
    ),
)
COMPONENTS: dict[type[Shape], tuple[Component, ...]] = {
    ProgressParent: (*_PROGRESS, Component("COMPLETED_DOSSIERS", "total_completed", "total_received")),
    ProgressChild: (*_PROGRESS, Component("OVERDUE_DOSSIERS", "total_overdue", "total_received")),
    OnlineParent: (
        Component("FULL_ONLINE_SERVICES", "full_count", "authority_count"),
        Component("PARTIAL_ONLINE_SERVICES", "partial_count", "authority_count"),
        Component("SERVICES_WITH_ONLINE_DOSSIERS", "online_dossier_count", "online_service_total"),
        Component("ONLINE_CHANNEL_DOSSIERS", "channel_online_sum", "channel_total_sum"),
        Component("DIRECT_CHANNEL_DOSSIERS", "channel_direct_sum", "channel_total_sum"),
        Component("POSTAL_CHANNEL_DOSSIERS", "channel_postal_sum", "channel_total_sum"),
        Component("ONLINE_ON_TIME_DOSSIERS", "online_on_time_sum"),
        Component("ONLINE_OVERDUE_DOSSIERS", "online_overdue_sum"),
    ),
    PaymentParent: _PAYMENT,
    PaymentChild: _PAYMENT,
    SatisfactionUnit: (
        Component("PETITIONS_RECEIVED", "total_petitions"),
        Component("PETITIONS_CLASSIFIED", "classified_petitions", "total_petitions"),
        Component("DOSSIERS_RECEIVED", "total_dossiers"),
    ),
}


def observations_of_summary(
    body: ServiceResults[NationalRow] | ServiceResults[ProvinceRow],
    codes: Codes,
    root_id: str | None,
    published_apart: Collection[GroupCode],
) -> Iterator[Observation]:
    """The values of service-results: totals, the provinces' groups, the scope's own groups.

    The scope's groups come from its radar, save those in `published_apart`, which a group endpoint
    of the batch gives; the radar's ONLINE_SERVICE merges two groups and is no indicator.
    """
    overview, maximum = body.overview, body.overview.total_max_score
    own = (codes[root_id], root_id)
    yield Observation(
        "TOTAL", *own, overview.total_score, maximum, overview.ratio,
        locator="service-results#/data/overview/totalScore", raw_text=_raw(overview.total_score),
    )
    for row, axis in enumerate(body.radar):
        if axis.code != "ONLINE_SERVICE" and axis.code not in published_apart:
            yield Observation(
                axis.code, *own, axis.score, axis.max_score, axis.ratio,
                locator="service-results#/data/radar/{row}/score", row=row, raw_text=_raw(axis.score),
            )
    for row, unit in enumerate(body.evaluation):
        yield Observation(
            "TOTAL", codes[unit.department_id], unit.department_id, unit.total_score, maximum, unit.ratio,
            locator="service-results#/data/evaluation/{row}/totalScore",
            row=row, raw_text=_raw(unit.total_score),
        )
        if isinstance(unit, NationalRow):
            yield from _groups_of(unit, codes[unit.department_id], row)


def observations_of_group(
    body: GroupAnswer,
    group: GroupCode,
    label: str,
    codes: Codes,
    root_id: str | None,
    *,
    is_first_page: bool,
    gives_row_scores: bool,
) -> Iterator[Observation]:
    """The values of a group endpoint: the group's score, its metrics and counts, unit by unit.

    Further pages repeat the root, which is read from the first; `gives_row_scores` is false where
    service-results already gives the children's scores of the group.
    """
    if is_first_page:
        root = _Reader(group, f"{label}#/data/{body.root_key}", type(body.root))
        yield from root.read(body.root, codes[root_id], root_id, None, with_score=True)
    child = _Reader(group, f"{label}#/data/{body.rows_key}/{{row}}", type(body.rows[0]), body.root)
    for row, unit in enumerate(body.rows):
        code = codes[unit.department_id]
        yield from child.read(unit, code, unit.department_id, row, with_score=gives_row_scores)


class _Reader:
    """Reads units of one shape that stand at one place; its locators are made once.

    `province` is given for its children: some metrics repeat its numbers on each of them.
    """

    def __init__(
        self, group: GroupCode, place: str, shape: type[GroupUnit], province: GroupUnit | None = None
    ) -> None:
        def at(field: str) -> str:
            return f"{place}/{shape.model_fields[field].alias}"

        self._group = group
        self._score_at = at("total_score")
        self._counts = [(count, at(count.numerator)) for count in COMPONENTS.get(shape, ())]
        # a unit lists each metric once at most, so there are never more places than codes
        of_province = province.metrics if isinstance(province, ListUnit) else ()
        self._of_province = {
            metric.code: (metric.numerator, metric.denominator)
            for metric in of_province if metric.code in KEPT_BY_PROVINCES
        }  # fmt: skip
        self._metric_at = [f"{place}/metrics/{index}/score" for index in range(_most_metrics(shape))]

    def read(
        self, unit: GroupUnit, code: str | None, portal_id: str | None, row: int | None, *, with_score: bool
    ) -> Iterator[Observation]:
        """A unit's values: the group's score where it is wanted, then its components or counters."""
        if with_score:
            yield Observation(
                self._group, code, portal_id, unit.total_score, unit.total_max_score, unit.ratio,
                None, None, None, self._score_at, row, _raw(unit.total_score),
            )
        if isinstance(unit, ListUnit):
            for metric, locator in zip(unit.metrics, self._metric_at, strict=False):
                flag = self._flag(metric) if metric.code in self._of_province else metric.data_quality_status
                yield Observation(
                    metric.code, code, portal_id, metric.score, metric.max_score, metric.ratio,
                    metric.numerator, metric.denominator, flag, locator, row, _raw(metric.score),
                )
        for count, locator in self._counts:
            numerator = getattr(unit, count.numerator)
            denominator = getattr(unit, count.denominator) if count.denominator else None
            yield Observation(
                count.indicator_id, code, portal_id, None, None, None,
                numerator, denominator, None, locator, row, _raw(numerator),
            )

    def _flag(self, metric: Metric) -> str | None:
        """The source's own flag, and ours on a child's metric that is its province's."""
        given = metric.data_quality_status
        if self._of_province[metric.code] != (metric.numerator, metric.denominator):
            return given
        return f"{given};{PROVINCE_VALUE}" if given else PROVINCE_VALUE


# Measured for whole provinces only; the portal repeats the province's numbers on every child.
KEPT_BY_PROVINCES = ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL")
PROVINCE_VALUE = "PROVINCE_VALUE"


def _most_metrics(shape: type[GroupUnit]) -> int:
    return len(metric_codes(shape)) if issubclass(shape, ListUnit) else 0


def _groups_of(unit: NationalRow, code: str | None, row: int) -> Iterator[Observation]:
    for group, score in unit.group_scores.items():
        yield Observation(
            group, code, unit.department_id, score, GROUP_MAXIMA[group],
            locator=f"service-results#/data/evaluation/{{row}}/groupScores/{group}",
            row=row, raw_text=_raw(score),
        )


def _raw(value: Decimal | None) -> str | None:
    text = str(value)
    return text if "E" in text else None

"""The shapes of the six group endpoints, as captured in autumn 2026.

Belongs here: their keys, their metrics' codes, their counters. A key that is loaded, or by which one
endpoint is told from another, is required; a mere ornament (position, the portal's own deltas,
charts) may be absent. Does not belong here: service-results (`contract_summary`), what the values
mean (`observing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, get_args

from pydantic import Field, model_validator

from orchestration.portal.contract_shapes import (
    Amount,
    Code,
    Few,
    Rows,
    Shape,
    Text,
    Unit,
    require_distinct_codes,
    require_distinct_units,
    require_within,
)


class Metric(Shape):
    """A component of a group. A null score is "watched, not scored"; null counts are "none kept"."""

    code: str
    name: Text
    numerator: Amount | None
    denominator: Amount | None
    ratio: Amount | None
    score: Amount | None
    max_score: Amount
    data_quality_status: Text | None = None
    data_quality_message: Text | None = None


class TransparencyMetric(Metric):
    """A component of CKMB."""

    code: Literal["PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL", "DOSSIER_SYNC"]


class SatisfactionMetric(Metric):
    """A component of MDHL."""

    code: Literal[
        "PETITION_CLASSIFICATION_TTHC",
        "PETITION_CLASSIFICATION_STAFF",
        "PETITION_PROCESSING_ON_TIME",
        "PETITION_HANDLING_SATISFACTION",
        "DOSSIER_RECEIVING_SATISFACTION",
    ]


class DigitizedMetric(Metric):
    """A component of MDSH."""

    code: Literal[
        "ORIGINAL_RESULT_AVAILABLE",
        "SO_HOA_GIAY_TO_GIAI_QUYET",
        "ELECTRONIC_CERTIFIED_COPY",
        "REUSED_DIGITIZED_DATA",
        "SYNCED_WITH_DVCQG_PERSONAL_STORAGE",
        "CITIZEN_DATA_CONNECTED_DOSSIER",
        "CITIZEN_DATA_CONNECTED_FORMALITY",
    ]


class GroupUnit(Unit):
    """A unit's score in one group, with the maximum it was published with."""

    total_max_score: Amount

    @model_validator(mode="after")
    def _score_is_within(self) -> Self:
        if self.total_score is not None and self.total_score > self.total_max_score:
            key = type(self).model_fields["total_score"].alias
            require_within(self.total_score, self.total_max_score, (str(key),))
        return self


class ListUnit(GroupUnit):
    """A unit of the endpoints that list metrics."""

    stt: Amount | None = None
    department_type: Text
    department_level: Text
    agency_level: Text | None = None
    average_score: Amount | None = None
    metrics: Sequence[Metric]

    @model_validator(mode="after")
    def _metrics_are_distinct_and_within(self) -> Self:
        # here and not in each metric: two hundred thousand of them make a national cutoff
        for index, metric in enumerate(self.metrics):
            if metric.score is not None and metric.score > metric.max_score:
                require_within(metric.score, metric.max_score, ("metrics", index, "score"))
        require_distinct_codes([metric.code for metric in self.metrics], "metrics")
        return self


@cache
def metric_codes(shape: type[ListUnit]) -> frozenset[str]:
    """Every metric that units of a shape may list."""
    (metric,) = get_args(shape.model_fields["metrics"].annotation)
    return frozenset(get_args(metric.model_fields["code"].annotation))


class TransparencyUnit(ListUnit):
    """CKMB of a unit; the endpoint gives no code."""

    metrics: Few[TransparencyMetric]


class SatisfactionUnit(ListUnit):
    """MDHL of a unit, with the petitions and dossiers behind it; the endpoint gives no code."""

    metrics: Few[SatisfactionMetric]
    total_petitions: Amount
    classified_petitions: Amount
    total_dossiers: Amount


class DigitizedUnit(ListUnit):
    """MDSH of a unit."""

    department_code: Code | None
    metrics: Few[DigitizedMetric]


class ProgressParent(GroupUnit):
    """TDGQ of the root."""

    department_code: Code | None
    total_received: Amount
    total_on_time: Amount
    total_completed: Amount
    avg_processing_days: Amount | None


class ProgressChild(GroupUnit):
    """TDGQ of a child, which names its score otherwise than the root does."""

    department_code: Code
    level: Text
    total_received: Amount
    total_on_time: Amount
    total_overdue: Amount
    avg_processing_days: Amount | None
    total_score: Amount | None = Field(alias="score")
    total_max_score: Amount = Field(alias="maxScore")


class OnlineParent(GroupUnit):
    """CLGQ of the root: the only place where its counts are."""

    department_code: Code | None
    authority_count: Amount
    partial_count: Amount
    full_count: Amount
    online_dossier_count: Amount
    online_service_total: Amount
    channel_online_sum: Amount
    channel_direct_sum: Amount
    channel_postal_sum: Amount
    channel_total_sum: Amount
    online_on_time_sum: Amount
    online_overdue_sum: Amount


class OnlineChild(GroupUnit):
    """CLGQ of a child: the score alone."""

    department_code: Code
    level: Text


class PaymentParent(GroupUnit):
    """TTTT of the root."""

    department_code: Code | None
    total_dossier_online_payment_success: Amount
    total_dossier_financial_obligation: Amount
    total_dossier_online_formality_payment_success: Amount
    total_fee_dossier_formality_distinct: Amount
    total_fee_dossier_formality: Amount
    total_fee_formality: Amount


class PaymentChild(PaymentParent):
    """TTTT of a child."""

    department_code: Code
    level: Text


class Pagination(Shape):
    """Which part of the list an answer is; `total` counts the children of all pages."""

    total: Amount
    current_page: Amount
    page_size: Amount
    total_pages: Amount


ListUnitT = TypeVar("ListUnitT", TransparencyUnit, SatisfactionUnit, DigitizedUnit)
ParentT = TypeVar("ParentT", ProgressParent, OnlineParent, PaymentParent)
ChildT = TypeVar("ChildT", ProgressChild, OnlineChild, PaymentChild)


class ListAnswer(Shape, Generic[ListUnitT]):
    """`data` of transparency, handling-satisfaction and dossier-digitized."""

    root_key: ClassVar[str] = "overview"
    rows_key: ClassVar[str] = "evaluation"

    overview: ListUnitT
    evaluation: Rows[ListUnitT]
    pagination: Pagination
    monthly_chart: Any = None
    source: Any = None

    @model_validator(mode="after")
    def _rows_are_distinct(self) -> Self:
        require_distinct_units(self.evaluation, "evaluation")
        return self

    @property
    def root(self) -> ListUnitT:
        """The country or province itself."""
        return self.overview

    @property
    def rows(self) -> list[ListUnitT]:
        """The units below it, on this page."""
        return self.evaluation


class TreeAnswer(Shape, Generic[ParentT, ChildT]):
    """`data` of dvc-progress-tree, provide-online-tree and formality-online-payment-tree."""

    root_key: ClassVar[str] = "parent"
    rows_key: ClassVar[str] = "children"

    parent: ParentT
    children: Rows[ChildT]
    monthly_chart: Any = None

    @model_validator(mode="after")
    def _rows_are_distinct(self) -> Self:
        require_distinct_units(self.children, "children")
        return self

    @property
    def root(self) -> ParentT:
        """The country or province itself."""
        return self.parent

    @property
    def rows(self) -> list[ChildT]:
        """The units below it."""
        return self.children

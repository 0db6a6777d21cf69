"""Points from counts, by the formulas that the real answers follow.

Belongs here: arithmetic in hundredths of a point, so that groups add up to totals exactly. Where
the real formula is not known (online provision) a plausible one stands in. Does not belong here:
the product's own recomputation, which is SQL and must not agree with this by construction.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.demo_portal.figures import Figures, Publicity

GROUP_MAXIMA = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}


class Metric(NamedTuple):
    """A component: code, counts, share in hundredths of a percent, points in hundredths."""

    code: str
    numerator: int | None
    denominator: int | None
    share: int
    points: int | None
    maximum: int


def share(numerator: int, denominator: int, of: int = 10_000) -> int:
    """`of` × numerator / denominator, rounded half up; 0 of nothing."""
    return (2 * of * numerator + denominator) // (2 * denominator) if denominator else 0


def publicity_metrics(publicity: Publicity, received: int) -> list[Metric]:
    """CKMB: a province's procedures, and the unit's own dossiers sent on."""
    sent = share(79, 100, received)
    return [
        _metric("PUBLISH_ON_TIME", publicity.published_on_time, publicity.procedures, 6),
        _metric("PUBLIC_UPDATE_ON_TIME", publicity.updated_on_time, publicity.updated, 4),
        _metric("PUBLIC_CONTENT_FULL", publicity.complete, publicity.procedures, 2),
        _metric("DOSSIER_SYNC", sent, sent, 6),
    ]


def digitization_metrics(figures: Figures) -> list[Metric]:
    """MDSH: seven shares of the dossiers received."""
    received = figures.received
    return [
        _metric("ORIGINAL_RESULT_AVAILABLE", figures.results, received, 6),
        _metric("SO_HOA_GIAY_TO_GIAI_QUYET", figures.digitized, received, 4),
        _metric("REUSED_DIGITIZED_DATA", figures.reused, received, 2, full_at_pct=80),
        _metric("SYNCED_WITH_DVCQG_PERSONAL_STORAGE", 0, received, 4),
        _metric("CITIZEN_DATA_CONNECTED_DOSSIER", figures.citizen_dossiers, received, 2),
        _metric("CITIZEN_DATA_CONNECTED_FORMALITY", figures.citizen_procedures, figures.procedures, 2),
        Metric("ELECTRONIC_CERTIFIED_COPY", None, None, 10_000, 200, 2),
    ]


def satisfaction_metrics(figures: Figures) -> list[Metric]:
    """MDHL: petitions (full points for none) and dossiers."""
    petitions = figures.petitions
    return [
        _watched("PETITION_CLASSIFICATION_TTHC", figures.about_rules, petitions),
        _metric("DOSSIER_RECEIVING_SATISFACTION", figures.on_time, figures.received, 6, full_at_pct=90),
        _full_for_none("PETITION_PROCESSING_ON_TIME", figures.petitions_on_time, petitions),
        _full_for_none("PETITION_HANDLING_SATISFACTION", figures.petitions_satisfied, petitions),
        _watched("PETITION_CLASSIFICATION_STAFF", figures.about_staff, petitions),
    ]


def group_points(figures: Figures, publicity: Publicity) -> dict[str, int]:
    """The six groups in hundredths of a point; their sum is the total."""
    return {
        "CKMB": total(publicity_metrics(publicity, figures.received)),
        "TDGQ": share(figures.on_time, figures.received, 2_000),
        "CLGQ": _online_points(figures),
        "TTTT": _payment_points(figures),
        "MDHL": total(satisfaction_metrics(figures)),
        "MDSH": total(digitization_metrics(figures)),
    }


def total(metrics: list[Metric]) -> int:
    """The points of a group, in hundredths: the sum of its components' points."""
    return sum(metric.points or 0 for metric in metrics)


def _metric(code: str, numerator: int, denominator: int, maximum: int, full_at_pct: int = 100) -> Metric:
    points = min(maximum * 100, share(numerator * 100, denominator * full_at_pct, maximum * 100))
    return Metric(code, numerator, denominator, share(numerator, denominator), points, maximum)


def _full_for_none(code: str, numerator: int, denominator: int) -> Metric:
    points = share(numerator, denominator, 600) if denominator else 600
    return Metric(code, numerator, denominator, share(numerator, denominator), points, 6)


def _watched(code: str, numerator: int, denominator: int) -> Metric:
    return Metric(code, numerator, denominator, share(numerator, denominator), None, 0)


def _online_points(figures: Figures) -> int:
    offered = figures.services_full + figures.services_partial
    used = share(figures.online_services_used, figures.online_services, 400)
    return (
        min(600, share(figures.channel_online, figures.received, 1_200))
        + min(200, share(offered, figures.services, 250))
        + used
    )


def _payment_points(figures: Figures) -> int:
    return (
        share(figures.paid_online, figures.payable, 600)
        + min(200, share(figures.fee_procedures_paid, figures.fee_procedures, 250))
        + min(200, share(figures.fee_procedures_used, figures.fee_procedures, 250))
    )

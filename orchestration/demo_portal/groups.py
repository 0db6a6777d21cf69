"""The answers of the six group endpoints about one province.

Belongs here: their forms, each with its own habits: where codes are, what scores are called,
which count is on the root only. Does not belong here: `service_results`.
"""

from __future__ import annotations

from orchestration.demo_portal.figures import drift
from orchestration.demo_portal.parts import (
    Json,
    Question,
    evaluated,
    has_begun,
    identity,
    metric_list,
    month_dossiers,
    number,
    paged,
    pagination,
    score_of,
)
from orchestration.demo_portal.points import (
    GROUP_MAXIMA,
    digitization_metrics,
    publicity_metrics,
    satisfaction_metrics,
    share,
)
from orchestration.demo_portal.snapshot import Node, Snapshot


def transparency(snapshot: Snapshot, question: Question) -> Json:
    """CKMB: children without codes, the province's procedures on each."""
    children = [_transparency_node(node, place) for place, node in paged(snapshot, question)]
    mean = round(sum(node.points["CKMB"] for node in snapshot.children) / len(snapshot.children))
    return {
        "overview": {**_transparency_node(snapshot.root, 1), "averageScore": number(mean)},
        "monthlyChart": [],
        "evaluation": children,
        "pagination": pagination(snapshot, question),
        "source": "reporting_766_transparency_* and reporting_dvc_calendar Mongo collections",
    }


def _transparency_node(node: Node, place: int) -> Json:
    metrics = publicity_metrics(node.publicity, node.figures.received)
    return {**evaluated(node, place, "CKMB"), "scoreDelta": None, "metrics": metric_list(metrics)}


def satisfaction(snapshot: Snapshot, question: Question) -> Json:
    """MDHL: children without codes."""
    return {
        "overview": _satisfaction_node(snapshot.root, 1),
        "evaluation": [_satisfaction_node(node, place) for place, node in paged(snapshot, question)],
        "pagination": pagination(snapshot, question),
        "source": "reporting_766_satisfaction_petition_months, reporting_766_satisfaction_dossier_periods",
    }


def _satisfaction_node(node: Node, place: int) -> Json:
    return {
        **evaluated(node, place, "MDHL"),
        "scoreDelta": None,
        "metrics": metric_list(satisfaction_metrics(node.figures)),
        "totalPetitions": node.figures.petitions,
        "classifiedPetitions": node.figures.petitions,
        "totalDossiers": node.figures.received,
        "averageScore": None,
    }


def digitized(snapshot: Snapshot, question: Question) -> Json:
    """MDSH."""
    return {
        "overview": _digitized_node(snapshot.root, 1),
        "evaluation": [_digitized_node(node, place) for place, node in paged(snapshot, question)],
        "pagination": pagination(snapshot, question),
        "source": "reporting_digitized_dossiers_daily Mongo collection",
    }


def _digitized_node(node: Node, place: int) -> Json:
    metrics = metric_list(digitization_metrics(node.figures))
    return {**evaluated(node, place, "MDSH", with_code=True), "metrics": metrics, "scoreDelta": None}


def progress(snapshot: Snapshot, question: Question) -> Json:
    """TDGQ: children say `score` where others say `totalScore`."""
    root, figures = snapshot.root, snapshot.root.figures
    parent = {
        **identity(root, with_code=True),
        "totalReceived": figures.received,
        "totalOnTime": figures.on_time,
        "totalCompleted": figures.completed,
        **_pace(root),
        "totalScore": number(root.points["TDGQ"]),
        "totalMaxScore": GROUP_MAXIMA["TDGQ"],
    }
    return {
        "parent": parent,
        "children": [_progress_child(node) for node in snapshot.children],
        "monthlyChart": [month_dossiers(root, month, question, 0) for month in range(1, 13)],
    }


def _progress_child(node: Node) -> Json:
    return {
        **identity(node, with_code=True),
        "level": node.unit.level,
        "totalReceived": node.figures.received,
        "totalOnTime": node.figures.on_time,
        "totalOverdue": node.figures.received - node.figures.on_time,
        **_pace(node),
        "score": number(node.points["TDGQ"]),
        "maxScore": GROUP_MAXIMA["TDGQ"],
        "scoreDelta": None,
    }


def _pace(node: Node) -> Json:
    figures = node.figures
    return {
        "avgProcessingDays": number(share(figures.day_sum, figures.received, 1)),
        "ratio": number(share(figures.on_time, figures.received)),
    }


def online(snapshot: Snapshot, question: Question) -> Json:
    """CLGQ: counts on the root only."""
    root, figures = snapshot.root, snapshot.root.figures
    parent = {
        **identity(root, with_code=True),
        **score_of(root, "CLGQ"),
        "authorityCount": figures.services,
        "partialCount": figures.services_partial,
        "fullCount": figures.services_full,
        "onlineDossierCount": figures.online_services_used,
        "onlineServiceTotal": figures.online_services,
        "channelOnlineSum": figures.channel_online,
        "channelDirectSum": figures.channel_direct,
        "channelPostalSum": 0,
        "channelTotalSum": figures.received,
        "onlineOnTimeSum": figures.online_on_time,
        "onlineOverdueSum": figures.channel_online - figures.online_on_time,
    }
    children = [
        {
            **identity(node, with_code=True),
            "level": node.unit.level,
            **score_of(node, "CLGQ"),
            "scoreDelta": None,
        }
        for node in snapshot.children
    ]
    chart = [_month_online(root, month, question) for month in range(1, 13)]
    return {"parent": parent, "children": children, "monthlyChart": chart}


def payment(snapshot: Snapshot, question: Question) -> Json:
    """TTTT: the same counters on root and children."""
    children = [
        {**_payment_node(node, {"level": node.unit.level}, ratio_first=True), "scoreDelta": None}
        for node in snapshot.children
    ]
    return {"parent": _payment_node(snapshot.root, {}, ratio_first=False), "children": children}


def _payment_node(node: Node, level: Json, ratio_first: bool) -> Json:
    figures = node.figures
    score = score_of(node, "TTTT")
    ratio = {"ratio": score["ratio"]}
    counts = {
        "totalScore": score["totalScore"],
        "totalDossierOnlinePaymentSuccess": figures.paid_online,
        "totalDossierFinancialObligation": figures.payable,
        "totalDossierOnlineFormalityPaymentSuccess": figures.fee_procedures_paid,
        "totalFeeDossierFormalityDistinct": figures.fee_procedures,
        "totalFeeDossierFormality": figures.fee_procedures_used,
        "totalFeeFormality": figures.fee_procedures,
    }
    head = {**identity(node, with_code=True), **level, "totalMaxScore": GROUP_MAXIMA["TTTT"]}
    return {**head, **ratio, **counts} if ratio_first else {**head, **counts, **ratio}


def _month_online(root: Node, month: int, question: Question) -> Json:
    percent = int(10_000 * drift(f"{root.unit.code}|online|{month}", question.day))
    return {
        "label": f"{month:02d}",
        "onlineDossierPct": number(percent) if has_begun(month, question) else 0,
    }

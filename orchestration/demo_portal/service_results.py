"""The answer of `service-results`, national and of one province.

Belongs here: its form. Does not belong here: the six group endpoints (`groups`).
"""

from __future__ import annotations

from orchestration.demo_portal.figures import drift
from orchestration.demo_portal.parts import Json, Question, has_begun, identity, month_dossiers, number
from orchestration.demo_portal.points import GROUP_MAXIMA, share
from orchestration.demo_portal.snapshot import Node, Snapshot

_RADAR = {
    "CKMB": ("Công khai, minh bạch", ("CKMB",)),
    "TDGQ": ("Tiến độ giải quyết", ("TDGQ",)),
    "ONLINE_SERVICE": ("Dịch vụ trực tuyến", ("CLGQ", "TTTT")),
    "MDHL": ("Mức độ hài lòng", ("MDHL",)),
    "MDSH": ("Số hóa hồ sơ", ("MDSH",)),
}


def service_results(snapshot: Snapshot, question: Question) -> Json:
    """The data of one answer: the unit asked for, its children by rank, the year's charts."""
    root, is_national = snapshot.root, question.province is None
    ranked = sorted(snapshot.children, key=lambda node: -node.total)
    return {
        "overview": {
            "departmentName": root.unit.name,
            "departmentCode": root.unit.code,
            "totalScore": number(root.total),
            "totalMaxScore": 100,
            "ratio": number(root.total),
        },
        "growthPercent": number(int(6_000 * drift(f"{root.unit.code}|growth", question.day))),
        "radar": [_radar(code, root) for code in _RADAR],
        "donuts": _donuts(root),
        "evaluation": [_ranked_row(node, question, is_national) for node in ranked],
        "monthlyChart": [_month_score(root, month, question) for month in range(1, 13)],
        "dossierChart": [month_dossiers(root, month, question, None) for month in range(1, 13)],
    }


def _radar(code: str, root: Node) -> Json:
    name, groups = _RADAR[code]
    points, maximum = sum(root.points[g] for g in groups), sum(GROUP_MAXIMA[g] for g in groups)
    return {
        "code": code,
        "name": name,
        "score": number(points),
        "maxScore": maximum,
        "ratio": number(share(points, maximum * 100)),
    }


def _donuts(root: Node) -> Json:
    figures = root.figures
    none = figures.services - figures.services_full - figures.services_partial
    channels = {
        "ONLINE": ("Trực tuyến", figures.channel_online),
        "OTHER": ("Trực tiếp, bưu chính", figures.channel_direct),
    }
    provision = {
        "FULL": ("Toàn trình", figures.services_full),
        "PARTIAL": ("Một phần", figures.services_partial),
        "NONE": ("Chưa cung cấp", none),
    }
    return {"onlineDossier": _slices(channels), "onlineProvision": _slices(provision)}


def _slices(parts: dict[str, tuple[str, int]]) -> list[Json]:
    whole = sum(value for _, value in parts.values())
    return [
        {"code": code, "name": name, "value": value, "percent": number(share(value, whole))}
        for code, (name, value) in parts.items()
    ]


def _ranked_row(node: Node, question: Question, is_national: bool) -> Json:
    row: Json = {**identity(node, with_code=True), "totalScore": number(node.total)}
    row["ratio"] = row["totalScore"]
    if is_national:
        row["scoreDelta"] = number(int(3_000 * drift(f"{node.unit.code}|delta", question.day)))
        row["groupScores"] = {group: number(node.points[group]) for group in GROUP_MAXIMA}
    else:
        row["scoreDelta"] = None
        row["childGroup"] = node.unit.child_group
    return row


def _month_score(root: Node, month: int, question: Question) -> Json:
    score = 4_000 + int(3_000 * drift(f"{root.unit.code}|score|{month}", question.day))
    return {"month": f"{month:02d}", "averageScore": number(score) if has_begun(month, question) else None}

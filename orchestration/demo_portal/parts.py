"""What the answers have in common: the question, identities, numbers, pages, months.

Belongs here: pieces used by more than one answer. Does not belong here: any one answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orchestration.demo_portal.figures import drift
from orchestration.demo_portal.points import GROUP_MAXIMA, Metric, share
from orchestration.demo_portal.snapshot import Node, Snapshot
from orchestration.demo_portal.units import DemoUnit
from orchestration.periods import Period

Json = dict[str, Any]

_METRIC_NAMES = {
    "PUBLISH_ON_TIME": "Tỷ lệ TTHC công bố đúng hạn",
    "PUBLIC_UPDATE_ON_TIME": "Tỷ lệ TTHC cập nhật, công khai đúng hạn",
    "PUBLIC_CONTENT_FULL": "Tỷ lệ TTHC công khai đầy đủ nội dung",
    "DOSSIER_SYNC": "Tỷ lệ hồ sơ đồng bộ lên Cổng DVCQG",
    "ORIGINAL_RESULT_AVAILABLE": (
        "Tỷ lệ hồ sơ thủ tục hành chính có cấp kết quả giải quyết thủ tục hành chính điện tử"
    ),
    "SO_HOA_GIAY_TO_GIAI_QUYET": "Tỷ lệ hồ sơ thủ tục hành chính thực hiện số hóa hồ sơ",
    "REUSED_DIGITIZED_DATA": "Tỷ lệ hồ sơ khai thác, sử dụng lại thông tin, dữ liệu số hóa",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": (
        "Tỷ lệ hồ sơ TTHC được số hóa có kết nối, chia sẻ dữ liệu phục vụ tái sử dụng"
    ),
    "CITIZEN_DATA_CONNECTED_DOSSIER": "Tỷ lệ hồ sơ TTHC có sử dụng thông tin, dữ liệu dân cư",
    "CITIZEN_DATA_CONNECTED_FORMALITY": (
        "Tỷ lệ TTHC triển khai kết nối, chia sẻ dữ liệu dân cư phục vụ GQ TTHC"
    ),
    "ELECTRONIC_CERTIFIED_COPY": "Tỷ lệ cung cấp dịch vụ chứng thực bản sao điện tử từ bản chính",
    "PETITION_CLASSIFICATION_TTHC": "Tỷ lệ PAKN về quy định, thủ tục hành chính",
    "DOSSIER_RECEIVING_SATISFACTION": "Tỷ lệ hài lòng trong tiếp nhận, giải quyết TTHC",
    "PETITION_PROCESSING_ON_TIME": "Tỷ lệ PAKN xử lý đúng hạn",
    "PETITION_HANDLING_SATISFACTION": "Tỷ lệ hài lòng trong xử lý PAKN",
    "PETITION_CLASSIFICATION_STAFF": "Tỷ lệ PAKN về hành vi cán bộ, công chức, viên chức",
}
_PROVISIONAL = {
    "dataQualityStatus": "TEMP_NATIONAL_REPORT_DENOMINATOR",
    "dataQualityMessage": ("Mẫu số BCQG/GRIS đang dùng số tạm, cần thay bằng dữ liệu crawl hệ thống cũ."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `province` None is the whole country; `day` is the portal's today."""

    endpoint: str
    province: DemoUnit | None
    period: Period
    day: date
    page: int = 1
    page_size: int = 200


def encoded(content: Json) -> bytes:
    """JSON as the portal writes it: UTF-8, no spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def identity(node: Node, with_code: bool) -> Json:
    """Who a node is; two of the endpoints leave the code out."""
    code = {"departmentCode": node.unit.code} if with_code else {}
    return {"departmentId": node.unit.portal_id, "departmentName": node.unit.name, **code}


def evaluated(node: Node, place: int, group: str, with_code: bool = False) -> Json:
    """The head of a node in the three endpoints that give types and levels."""
    return {
        "stt": place,
        **identity(node, with_code),
        "departmentType": node.unit.department_type,
        "departmentLevel": node.unit.level,
        "agencyLevel": "level_1" if node.unit.kind == "province" else "level_2",
        **score_of(node, group),
    }


def score_of(node: Node, group: str) -> Json:
    """A node's points in a group, with the group's maximum."""
    points, maximum = node.points[group], GROUP_MAXIMA[group]
    return {
        "totalScore": number(points),
        "totalMaxScore": maximum,
        "ratio": number(share(points, maximum * 100)),
    }


def metric_list(metrics: Sequence[Metric]) -> list[Json]:
    """The components of a group."""
    return [
        {
            "code": metric.code,
            "name": _METRIC_NAMES[metric.code],
            "numerator": metric.numerator,
            "denominator": metric.denominator,
            "ratio": number(metric.share),
            "score": None if metric.points is None else number(metric.points),
            "maxScore": metric.maximum,
            **(_PROVISIONAL if metric.code == "DOSSIER_SYNC" else {}),
        }
        for metric in metrics
    ]


def paged(snapshot: Snapshot, question: Question) -> list[tuple[int, Node]]:
    """The page of children asked for, with their places."""
    first = (question.page - 1) * question.page_size
    places = list(enumerate(snapshot.children, start=1))
    return places[first : first + question.page_size]


def pagination(snapshot: Snapshot, question: Question) -> Json:
    """Which page this is, of how many."""
    count = len(snapshot.children)
    return {
        "total": count,
        "currentPage": question.page,
        "pageSize": question.page_size,
        "totalPages": -(-count // question.page_size),
    }


def has_begun(month: int, question: Question) -> bool:
    """Whether a month of the period's year has begun on the portal's today."""
    year = question.period.start.year
    return (year, month) <= (question.day.year, question.day.month)


def month_dossiers(root: Node, month: int, question: Question, future: int | None) -> Json:
    """One month of the on-time chart; `future` stands for a month to come."""
    on_time = 5_000 + int(4_500 * drift(f"{root.unit.code}|pace|{month}", question.day))
    begun = has_begun(month, question)
    return {
        "month": f"{month:02d}",
        "onTimePct": number(on_time) if begun else future,
        "overduePct": number(10_000 - on_time) if begun else future,
    }


def number(hundredths: int) -> int | float:
    """A number as the portal writes it: whole ones without a fraction."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100

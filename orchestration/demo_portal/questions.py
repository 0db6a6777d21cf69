"""What a request asks for: endpoint, scope, period, page.

Belongs here: understanding the real portal's payloads, and nothing beyond what captures show.
Does not belong here: answering (`answers`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from orchestration.demo_portal.answers import ENDPOINTS
from orchestration.demo_portal.parts import Question
from orchestration.demo_portal.units import DemoUnit, provinces
from orchestration.periods import Period, PeriodType, period_containing, period_of
from orchestration.portal.plan import API, OPEN_PERIOD_TYPES

LARGEST_PAGE = 500


class NotUnderstood(ValueError):
    """A question of which no capture shows the answer."""


def understand(path: str, payload: Any, day: date) -> Question:
    """The question that a request puts; raises `NotUnderstood`."""
    endpoint = path.removeprefix(API)
    if endpoint == path or endpoint not in ENDPOINTS:
        raise NotUnderstood(f"no answer is known at {path[:200]}")
    if not isinstance(payload, dict):
        raise NotUnderstood("the body is not a JSON object")
    province = _province(payload)
    if province is None and endpoint != "service-results":
        raise NotUnderstood("no capture shows a group endpoint's national answer")
    period = _period(payload)
    if period.start > day:
        raise NotUnderstood(f"{period} has not begun")
    page_size = _whole(payload.get("pageSize", 200), 1, LARGEST_PAGE)
    return Question(endpoint, province, period, day, _whole(payload.get("currentPage", 1), 1, 100), page_size)


def _province(payload: dict[str, Any]) -> DemoUnit | None:
    root = payload.get("rootDepartmentId")
    if root is None and payload.get("departmentType") == "ADMINISTRATIVE_UNIT":
        return None
    for province in provinces():
        if province.portal_id == root:
            return province
    raise NotUnderstood("rootDepartmentId is not one of the 34 provinces")


def _period(payload: dict[str, Any]) -> Period:
    if "fromDate" in payload:
        return _period_between(payload.get("fromDate"), payload.get("toDate"))
    kind = payload.get("timeType")
    if kind not in OPEN_PERIOD_TYPES:
        raise NotUnderstood("timeType is not month, quarter or year")
    number = 1 if kind == "year" else _whole(payload.get(kind), 1, 12)
    try:
        return period_of(kind, _whole(payload.get("year"), 2020, 2100), number)
    except ValueError as error:
        raise NotUnderstood(str(error)) from error


def _period_between(first: Any, last: Any) -> Period:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except (TypeError, ValueError) as error:
        raise NotUnderstood("fromDate and toDate are not two dates") from error
    kinds: tuple[PeriodType, ...] = OPEN_PERIOD_TYPES
    for kind in kinds:
        period = period_containing(kind, start)
        if (period.start, period.end) == (start, end):
            return period
    raise NotUnderstood("fromDate and toDate are not the bounds of a month, quarter or year")


def _whole(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise NotUnderstood(f"a whole number from {least} to {most} is missing")
    return value

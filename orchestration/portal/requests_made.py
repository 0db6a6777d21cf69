"""What was asked of the portal: scope, period and page, read back from a landed record.

The portal never echoes the period, so the record of the request is its only witness. Belongs here:
understanding a recorded request, strictly. Does not belong here: planning requests (`plan`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from orchestration.landing.records import Record
from orchestration.periods import Period, PeriodType, period_containing, period_of
from orchestration.portal.contract import ENDPOINTS, Endpoint
from orchestration.portal.contract_json import pointer, shown
from orchestration.readings import Refused

PATH_PREFIX = "/api/v1/reporting/evaluation/"
ACCEPTED_STATUSES = (200, 201)

_MEND_VI = "Hãy sửa phần request trong tệp .meta.json đi kèm rồi nạp lại."
_MEND_EN = "Mend the request in the .meta.json beside the answer, then ingest it again."


@dataclass(frozen=True, slots=True)
class Question:
    """What one answer answers. `root_id` is the province's `departmentId`, None for the country."""

    endpoint: Endpoint
    root_id: str | None
    period: Period
    page: int = 1

    @property
    def label(self) -> str:
        """How locators name the answer: its endpoint, and its page from the second on."""
        return self.endpoint if self.page == 1 else f"{self.endpoint}?currentPage={self.page}"


def question_of(record: Record) -> Question:
    """The question behind a landed answer; `Refused` when the record does not tell it.

    A request by one procedure (`formalityId`) is refused too: its scores, out of 80, are another
    quantity.
    """
    request = record.request or {}
    endpoint = _endpoint_of(request)
    status = record.status if record.status is not None else request.get("status")
    if status not in ACCEPTED_STATUSES:
        raise Refused(
            "/request/status",
            f"Cổng trả lời với mã HTTP {shown(status)}, không phải 200 hay 201. Hãy lấy lại từ Cổng.",
            f"The portal answered with HTTP {shown(status)}, not 200 or 201. Fetch it again.",
        )
    asked = _payload_of(request)
    period = asked.period()
    if period is None:
        raise request_refused(
            "/request/payload",
            "Kỳ đã yêu cầu không phải đúng một tháng, quý hay năm",
            "The period asked for is not just one month, quarter or year",
        )
    if (asked.root_department_id is None) == (asked.department_type is None):
        raise request_refused(
            "/request/payload",
            "Cần rootDepartmentId (một tỉnh) hoặc departmentType (cả nước), chỉ một trong hai",
            "Either rootDepartmentId (a province) or departmentType (the country) is needed, not both",
        )
    return Question(endpoint, asked.root_department_id, period, asked.current_page)


def request_refused(place: str, vi: str, en: str) -> Refused:
    """The refusal of a record whose request cannot be understood."""
    return Refused(place, f"{vi}. {_MEND_VI}", f"{en}. {_MEND_EN}")


def _endpoint_of(request: dict[str, Any]) -> Endpoint:
    path = request.get("path")
    for endpoint in ENDPOINTS:
        if path == PATH_PREFIX + endpoint:
            return endpoint
    raise request_refused(
        "/request/path",
        f"Không biết phản hồi này trả lời yêu cầu nào (đường dẫn {shown(path)})",
        f"It is not known which request this answers (path {shown(path)})",
    )


Year = Annotated[int, Field(ge=2000, le=2100)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class _Payload(BaseModel):
    """The body of a request, in either form: `timeType` and its numbers, or two dates."""

    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=to_camel)

    time_type: Literal["year", "quarter", "month"] | None = None
    year: Year | None = None
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    from_date: Day | None = None
    to_date: Day | None = None
    department_type: Literal["ADMINISTRATIVE_UNIT"] | None = None
    root_department_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    current_page: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1)] | None = None

    def period(self) -> Period | None:
        """The one month, quarter or year that is asked for; None when it is not just one."""
        if self.from_date is not None or self.to_date is not None:
            numbers = (self.time_type, self.year, self.quarter, self.month)
            return None if any(numbers) else _period_between(self.from_date, self.to_date)
        number_of = {"quarter": self.quarter, "month": self.month}
        given = {kind for kind, number in number_of.items() if number is not None}
        if self.time_type is None or self.year is None or given != {self.time_type} - {"year"}:
            return None
        return period_of(self.time_type, self.year, number_of.get(self.time_type) or 1)


def _period_between(first: str | None, last: str | None) -> Period | None:
    kinds: tuple[PeriodType, ...] = ("month", "quarter", "year")
    try:
        start, end = date.fromisoformat(first or ""), date.fromisoformat(last or "")
    except ValueError:
        return None
    periods = (period_containing(kind, start) for kind in kinds)
    return next((period for period in periods if (period.start, period.end) == (start, end)), None)


def _payload_of(request: dict[str, Any]) -> _Payload:
    payload = request.get("payload")
    try:
        return _Payload.model_validate(payload)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
    place = pointer(("request", "payload", *found["loc"]))
    if found["type"] == "extra_forbidden":
        raise Refused(
            place,
            "Yêu cầu có bộ lọc không thuộc bộ chỉ số chung (như lọc theo một thủ tục): điểm của nó không "
            "so sánh được nên không nạp. Hãy bỏ phản hồi này ra.",
            "The request carries a filter beyond the common index (such as one procedure): its scores "
            "cannot be compared and are not loaded. Leave this answer out.",
        )
    raise request_refused(
        place,
        f"Không hiểu được yêu cầu đã gửi: giá trị {shown(found['input'])}",
        f"The request that was sent cannot be understood: {found['msg']}",
    )

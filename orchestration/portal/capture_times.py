"""When a snapshot's answers were received, and the instant they speak for.

Belongs here: the times of a batch, from its records alone. Does not belong here: inventing one;
the portal states no data time, so an answer without a capture time is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestration.landing.records import Record
from orchestration.periods import VIETNAM, Period
from orchestration.readings import Refused


@dataclass(frozen=True, slots=True)
class CaptureTimes:
    """`cutoff_at`: scheduled, else the capture (of bounds the later one). All timezone-aware.

    `observed_at` is when the last answer was received; `observed_after` is None when that is
    exact, else the earlier bound.
    """

    cutoff_at: datetime
    observed_at: datetime
    observed_after: datetime | None

    def require_begun(self, period: Period) -> None:
        """`Refused` when the answer is older than its period: what it then shows is not a value."""
        if self.observed_at.astimezone(VIETNAM).date() < period.start:
            raise Refused(
                "/request/payload",
                f"Kỳ {period} bắt đầu sau khi lấy dữ liệu nên chưa có giá trị nào. Hãy kiểm tra kỳ và thời "
                "điểm lấy trong tệp .meta.json.",
                f"The period {period} begins after the answer was received, so it has no values yet. Check "
                "the period and the capture time in the .meta.json.",
            )


def capture_times(records: Sequence[Record]) -> CaptureTimes:
    """The times of one batch; `Refused` when an answer has none or the cutoffs differ."""
    for record in records:
        if record.captured_at is None and record.captured_before is None:
            raise Refused(
                "/captured_at",
                f"{record.name}: không biết phản hồi được lấy lúc nào. Hãy ghi captured_at, hoặc "
                "captured_after và captured_before, trong tệp .meta.json đi kèm.",
                f"{record.name}: it is not known when the answer was received. Give captured_at, or "
                "captured_after and captured_before, in the .meta.json beside it.",
            )
    cutoffs = {record.cutoff_at for record in records}
    if len(cutoffs) > 1:
        raise Refused(
            "/cutoff_at",
            "Các phản hồi trong cùng một lần lấy thuộc những thời điểm chốt khác nhau. "
            "Hãy tách chúng thành từng lần lấy riêng.",
            "The answers of one batch belong to different cutoffs. Part them into one batch each.",
        )
    observed_at = max(record.observed_at for record in records)
    earliest = [record.captured_after for record in records if record.captured_after is not None]
    return CaptureTimes(cutoffs.pop() or observed_at, observed_at, min(earliest, default=None))

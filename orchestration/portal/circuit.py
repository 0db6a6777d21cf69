"""The circuit: once the portal says no, nobody asks again until its stated time or a person's word.

Belongs here: the state that outlives a run, in `$CHISO766_HOME/portal/circuit.json`, and who opened
and closed it, when and why. Does not belong here: deciding that an answer is a no (`verdict`,
`fetch`), and asking (`client`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from orchestration.landing.archive import utc_now
from orchestration.landing.durable import write_durably
from orchestration.periods import VIETNAM
from orchestration.readings import Refused

Cause = Literal[
    "unauthorised", "forbidden", "too_many_requests", "unavailable", "web_page", "redirect", "wrong_scope"
]
KEPT_OPENINGS = 50

_WORDS: dict[Cause, tuple[str, str]] = {
    "unauthorised": ("Cổng đòi đăng nhập (HTTP 401)", "the portal asked for a login (HTTP 401)"),
    "forbidden": ("Cổng từ chối truy cập (HTTP 403)", "the portal refused access (HTTP 403)"),
    "too_many_requests": ("Cổng báo hỏi quá nhiều (HTTP 429)", "the portal is asked too often (HTTP 429)"),
    "unavailable": ("Cổng báo tạm ngừng phục vụ (HTTP 503)", "the portal is out of service (HTTP 503)"),
    "web_page": (
        "Cổng trả về một trang web hoặc trang chặn thay cho số liệu",
        "the portal sent a web or block page in place of data",
    ),
    "redirect": ("Cổng chuyển hướng sang địa chỉ khác", "the portal redirected to another address"),
    "wrong_scope": (
        "Cổng trả lời cho một đơn vị khác với đơn vị được hỏi",
        "the portal answered for another unit than the one asked for",
    ),
}


class Opening(BaseModel):
    """One time the circuit opened. `until` is the time the portal stated; None waits for a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opened_at: AwareDatetime
    cause: Cause
    request: str
    detail: str
    until: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    closed_by: str | None = None

    def is_in_force(self, now: datetime) -> bool:
        """Whether this opening still forbids asking at `now`."""
        return self.closed_at is None and (self.until is None or now < self.until)


class _History(BaseModel):
    model_config = ConfigDict(extra="forbid")

    openings: list[Opening] = []


class CircuitOpen(Refused):
    """Asking is forbidden for now; the message says since when, why, and what ends it."""

    def __init__(self, path: Path, opening: Opening) -> None:
        self.opening = opening
        vi, en = _WORDS[opening.cause]
        self.cause_vi, self.cause_en = vi, en[0].upper() + en[1:]
        since = _vietnam(opening.opened_at)
        end_vi, end_en = _remedy(opening)
        super().__init__(
            str(path),
            f"Đã ngừng hỏi Cổng từ {since}: {vi}, khi hỏi {opening.request} ({opening.detail}). {end_vi}",
            f"Asking stopped at {since}: {en}, at {opening.request} ({opening.detail}). {end_en}",
        )


class Circuit:
    """The circuit of one `$CHISO766_HOME`; the file is read anew at each question."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._clock = clock

    def opening(self) -> Opening | None:
        """What forbids asking now; None when nothing does."""
        last = self.openings()[-1:]
        return last[0] if last and last[0].is_in_force(self._clock()) else None

    def openings(self) -> list[Opening]:
        """Every opening kept, oldest first. Raises `Refused` when the file cannot be understood."""
        if not self.path.exists():
            return []
        try:
            return _History.model_validate_json(self.path.read_bytes()).openings
        except (OSError, ValidationError) as error:
            raise self._unreadable() from error

    def require_closed(self) -> None:
        """Raise `CircuitOpen` while asking is forbidden."""
        opening = self.opening()
        if opening is not None:
            raise CircuitOpen(self.path, opening)

    def open(self, cause: Cause, request: str, detail: str, until: datetime | None = None) -> CircuitOpen:
        """Forbid asking from now on, durably; returns the exception for the caller to raise."""
        opening = Opening(opened_at=self._clock(), cause=cause, request=request, detail=detail, until=until)
        self._write([*self.openings(), opening])
        return CircuitOpen(self.path, opening)

    def resume(self, who: str) -> Opening | None:
        """Close the circuit on a person's word; returns what was closed, None when nothing was open."""
        opening = self.opening()
        if opening is None:
            return None
        closed = opening.model_copy(update={"closed_at": self._clock(), "closed_by": who})
        self._write([*self.openings()[:-1], closed])
        return closed

    def _write(self, openings: list[Opening]) -> None:
        history = _History(openings=openings[-KEPT_OPENINGS:])
        write_durably(self.path, history.model_dump_json(indent=1, exclude_none=True).encode())

    def _unreadable(self) -> Refused:
        return Refused(
            str(self.path),
            "Không đọc được tệp ghi trạng thái ngắt mạch nên không dám hỏi Cổng. Hãy xem tệp này; nếu "
            "chắc chắn Cổng không từ chối thì xóa tệp rồi chạy lại.",
            "The circuit's state cannot be read, so the portal is not asked. Look at this file; if the "
            "portal is known not to refuse, delete the file and run again.",
        )


def _remedy(opening: Opening) -> tuple[str, str]:
    if opening.until is not None:
        until = _vietnam(opening.until)
        return f"Được hỏi lại từ {until}.", f"Asking may go on from {until}."
    return (
        "Hãy tìm nguyên nhân, rồi cho chạy tiếp bằng lệnh: chiso766 portal resume",
        "Find the cause, then let it go on with: chiso766 portal resume",
    )


def _vietnam(instant: datetime) -> str:
    return instant.astimezone(VIETNAM).strftime("%H:%M:%S %d/%m/%Y")

"""What a fetch run has done so far: told to whoever watches, and written to the run's log.

Belongs here: counts, gaps, events. Does not belong here: deciding what to do next (`fetch`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from orchestration.portal.plan import Plan, PlannedRequest, first_page_name
from orchestration.portal.runs import Ending, Gap, GapReason, RunLog, Session, gap, open_run, save_run

LOG_EVERY = timedelta(seconds=10)

EventKind = Literal[
    "known",
    "landed",
    "unchanged",
    "refused",
    "unanswered",
    "waiting",
    "retaking",
    "mixed",
    "stopped",
    "missed",
]

# what became of the planned requests that nobody got to
_NEVER_ASKED: dict[GapReason, tuple[str, str]] = {
    "missed": (
        "Đã quá cửa sổ của mốc chốt khi đến lượt hỏi; Cổng chỉ cho xem hiện tại nên không lấy bù được.",
        "The cutoff's window had passed; the portal shows only the present, so this cannot be made up for.",
    ),
    "not_asked": (
        "Lần chạy dừng trước khi hỏi đến đây. Hãy chạy lại khi mốc chốt còn trong cửa sổ.",
        "The run ended before this was asked. Run again while the cutoff's window lasts.",
    ),
}


@dataclass(frozen=True, slots=True)
class FetchEvent:
    """Something that happened in a run: `done` of `planned` requests are disposed of so far.

    `subject` is a request, or a batch for `retaking` and `mixed`.
    """

    kind: EventKind
    subject: str
    done: int
    planned: int
    size_bytes: int = 0
    vi: str = ""
    en: str = ""


Report = Callable[[FetchEvent], None]


class Progress:
    """The account of one session of a run. What each count means is said at `runs.Session`."""

    def __init__(self, plan: Plan, report: Report, runs: Path, clock: Callable[[], datetime]) -> None:
        self._plan, self._report, self._runs, self._clock = plan, report, runs, clock
        self._earlier = open_run(runs, plan)
        self._session = Session(started_at=clock())
        self._usable: set[str] = set()
        self._gaps: dict[str, Gap] = {}
        self._disposed: set[str] = set()
        self._mixed = dict.fromkeys(self._earlier.mixed_batches)
        self._logged_at = self._session.started_at

    def known(self, request: PlannedRequest, size_bytes: int) -> None:
        """The answer lay in landing already."""
        self._count(already_landed=1)
        self._settle(request, None)
        self._tell("known", request.name, size_bytes)

    def asked(self) -> None:
        """A question is put to the portal."""
        self._count(asked=1)

    def answered(self, size_bytes: int) -> None:
        """An HTTP answer was kept, good or not."""
        self._count(answers=1, bytes_received=size_bytes)

    def usable(self, request: PlannedRequest, size_bytes: int, is_unchanged: bool) -> None:
        """The portal's answer to a request can be used."""
        self._settle(request, None)
        self._tell("unchanged" if is_unchanged else "landed", request.name, size_bytes)

    def unchanged(self, count: int) -> None:
        """So many answers of a batch repeated what was known."""
        self._count(unchanged=count)

    def refused(self, request: PlannedRequest, vi: str, en: str) -> None:
        """The portal's answer to a request is of no use."""
        self._count(refused=1)
        self._settle(request, gap(request, "refused", vi, en))
        self._tell("refused", request.name, vi=vi, en=en)

    def unanswered(self, request: PlannedRequest, vi: str, en: str) -> None:
        """A request got no answer within its retries."""
        self._settle(request, gap(request, "unanswered", vi, en))
        self._tell("unanswered", request.name, vi=vi, en=en)

    def waiting(self, request: PlannedRequest, vi: str, en: str) -> None:
        """The client waits before it asks again."""
        self._tell("waiting", request.name, vi=vi, en=en)

    def changed(self, batch_id: str, is_last_attempt: bool) -> None:
        """The portal changed while a batch was taken."""
        self._mixed[batch_id] = None
        vi, en = "Cổng đổi số liệu giữa chừng", "The portal changed meanwhile"
        if is_last_attempt:
            self._tell("mixed", batch_id, vi=f"{vi}; giữ lại và đánh dấu.", en=f"{en}; kept and marked.")
        else:
            self._tell("retaking", batch_id, vi=f"{vi}; lấy lại từ đầu.", en=f"{en}; taken again.")

    def stopped(self, place: str, vi: str, en: str) -> None:
        """The run ends before its plan does."""
        self._tell("stopped", place, vi=vi, en=en)

    def missed(self) -> None:
        """The cutoff's window passed."""
        self._tell("missed", self._plan.run_id, 0, *_NEVER_ASKED["missed"])

    def gaps(self, reason: GapReason = "not_asked") -> tuple[Gap, ...]:
        """Every planned request without a usable answer, in the order of the plan; then further pages."""
        planned = {request.name: request for request in self._plan.requests}
        gaps = [
            self._gaps.get(name) or gap(request, reason, *_NEVER_ASKED[reason])
            for name, request in planned.items()
            if name not in self._usable
        ]
        pages = [missing for name, missing in self._gaps.items() if name not in planned]
        return (*gaps, *pages)

    def save(self) -> None:
        """Write the log of a session at work: what failed so far."""
        self._write(self._session, tuple(self._gaps.values()))

    @property
    def is_due(self) -> bool:
        """Whether it is time to `save` again: not a moment after the last time."""
        return self._clock() - self._logged_at > LOG_EVERY

    def finish(self, ending: Ending) -> RunLog:
        """Write the log of a session that has ended: everything that is missing."""
        closed = self._session.model_copy(update={"finished_at": self._clock(), "ended": ending})
        return self._write(closed, self.gaps("missed" if ending == "missed" else "not_asked"))

    def _write(self, session: Session, gaps: tuple[Gap, ...]) -> RunLog:
        sessions = (*self._earlier.sessions, session)
        changes = {"sessions": sessions, "gaps": gaps, "mixed_batches": tuple(self._mixed)}
        log = self._earlier.model_copy(update=changes)
        save_run(self._runs, log)
        self._logged_at = self._clock()
        return log

    def _count(self, **more: int) -> None:
        sums = {name: getattr(self._session, name) + count for name, count in more.items()}
        self._session = self._session.model_copy(update=sums)

    def _settle(self, request: PlannedRequest, missing: Gap | None) -> None:
        self._disposed.add(first_page_name(request.name))
        if missing is None:
            self._usable.add(request.name)
            self._gaps.pop(request.name, None)
        else:
            self._usable.discard(request.name)
            self._gaps[request.name] = missing

    def _tell(self, kind: EventKind, subject: str, size_bytes: int = 0, vi: str = "", en: str = "") -> None:
        done, planned = len(self._disposed), len(self._plan.requests)
        self._report(FetchEvent(kind, subject, done, planned, size_bytes, vi, en))

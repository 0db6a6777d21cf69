"""The log of each fetch run, and the lease that keeps two of them apart.

    portal/runs/<run id>.json   planned, asked, answered, refused, missed: what coverage needs

Belongs here: the log's shape, writing and reading it. Does not belong here: fetching (`fetch`).
The log is a report: whether an answer was received is told by landing alone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from orchestration.landing.durable import write_durably
from orchestration.periods import PeriodType
from orchestration.portal.plan import Plan, PlannedRequest, Proof, RunKind
from orchestration.readings import Refused

Ending = Literal["complete", "incomplete", "stopped", "missed", "interrupted"]
GapReason = Literal["missed", "refused", "unanswered", "not_asked"]


class _Logged(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gap(_Logged):
    """A planned request without a usable answer, and why."""

    request: str
    endpoint: str
    scope_unit_id: str
    period_type: PeriodType
    period_start: date
    reason: GapReason
    vi: str
    en: str


class Session(_Logged):
    """One process that worked on the run. `ended` is None while it works, or when it was killed.

    `already_landed` counts what it did not need to ask for, `asked` its questions, `answers` the
    portal's HTTP answers (failed ones included), `refused` those of no use, `unchanged` those that
    only moved the check time, `bytes_received` the decoded bodies.
    """

    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    ended: Ending | None = None
    already_landed: int = 0
    asked: int = 0
    answers: int = 0
    refused: int = 0
    unchanged: int = 0
    bytes_received: int = 0


class RunLog(_Logged):
    """One run: what was planned, the sessions that worked on it, what is still missing."""

    run_id: str
    kind: RunKind
    asked_at: AwareDatetime
    cutoff_at: AwareDatetime | None = None
    proof: Proof
    scopes: tuple[str, ...]
    periods: tuple[str, ...]
    planned: int
    sessions: tuple[Session, ...] = ()
    mixed_batches: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def ended(self) -> Ending | None:
        """How the last session ended; None while it works, or when it was killed."""
        return self.sessions[-1].ended if self.sessions else None


def new_run(plan: Plan) -> RunLog:
    """The log of a run before its first session."""
    return RunLog(
        run_id=plan.run_id,
        kind=plan.kind,
        asked_at=plan.asked_at,
        cutoff_at=plan.cutoff_at,
        proof=plan.proof,
        scopes=plan.scopes(),
        periods=tuple(str(period) for period in plan.periods()),
        planned=len(plan.requests),
    )


def gap(request: PlannedRequest, reason: GapReason, vi: str, en: str) -> Gap:
    """What is missing for want of an answer to `request`."""
    return Gap(
        request=request.name,
        endpoint=request.endpoint,
        scope_unit_id=request.scope_unit_id,
        period_type=request.period.type,
        period_start=request.period.start,
        reason=reason,
        vi=vi,
        en=en,
    )


def open_run(folder: Path, plan: Plan) -> RunLog:
    """The log of an earlier session of the same run, or a new one. A damaged log is set aside."""
    path = _path(folder, plan.run_id)
    if not path.exists():
        return new_run(plan)
    try:
        return read_run(path)
    except Refused:
        # the log is only a report: a cutoff is not lost for it
        os.replace(path, path.with_suffix(".damaged"))
        return new_run(plan)


def save_run(folder: Path, log: RunLog) -> None:
    """Write a log, durably, in place of its earlier state."""
    write_durably(_path(folder, log.run_id), log.model_dump_json(indent=1, exclude_none=True).encode())


def read_run(path: Path) -> RunLog:
    """Read one log. Raises `Refused` when it is not one."""
    try:
        return RunLog.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise Refused(
            str(path),
            "Không đọc được nhật ký lần lấy số liệu này. Hãy xem tệp; số liệu đã nhận vẫn còn nguyên.",
            "This fetch log cannot be read. Look at the file; what was received is not affected.",
        ) from error


def read_runs(folder: Path) -> list[RunLog]:
    """Every log of a folder, oldest request first. Raises `Refused` for one that cannot be read."""
    logs = [read_run(path) for path in sorted(folder.glob("*.json"))]
    return sorted(logs, key=lambda log: (log.asked_at, log.run_id))


def readable_runs(folder: Path) -> list[RunLog]:
    """The logs that can be read, oldest request first; a damaged one costs no more than its own report."""
    logs = []
    for path in folder.glob("*.json"):
        with suppress(Refused):
            logs.append(read_run(path))
    return sorted(logs, key=lambda log: (log.asked_at, log.run_id))


class FetchBusy(Refused):
    """Another process is asking the portal."""


@contextmanager
def only_fetch(lease: Path) -> Iterator[None]:
    """Hold the one lease to ask the portal; raises `FetchBusy` while another process holds it.

    The lease ends with the process, however it ends.
    """
    lease.parent.mkdir(parents=True, exist_ok=True)
    with open(lease, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FetchBusy(
                str(lease),
                "Một lần lấy số liệu khác đang chạy. Hãy đợi lần đó xong rồi chạy lại.",
                "Another fetch is under way. Wait for it to end, then run again.",
            ) from error
        yield


def _path(folder: Path, run_id: str) -> Path:
    return folder / f"{run_id}.json"

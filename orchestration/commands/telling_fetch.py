"""What a fetch says to a person: its plan, its progress, what was taken.

Belongs here: words and tables. Does not belong here: options and exit codes (`fetch`), fetching.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from orchestration.fetching import Fetched, lateness
from orchestration.periods import VIETNAM
from orchestration.portal.client import Manners
from orchestration.portal.cutoffs import CUTOFF_WINDOW
from orchestration.portal.fetch import FetchResult
from orchestration.portal.plan import NATION, Plan, Proof
from orchestration.portal.progress import EventKind, FetchEvent
from orchestration.portal.runs import RunLog

ENDINGS = {
    "complete": "đủ / complete",
    "incomplete": "thiếu / incomplete",
    "stopped": "đã dừng / stopped",
    "missed": "LỠ MỐC CHỐT / MISSED",
    "interrupted": "bị ngắt, chạy lại để lấy tiếp / interrupted, run again to go on",
    None: "đang chạy hoặc bị ngắt / under way or killed",
}
_PROOFS: dict[Proof, str] = {
    "none": "không / none",
    "before": "service-results trước sáu nhóm / before the six groups",
    "before_and_after": "service-results trước và sau sáu nhóm / before and after the six groups",
}
_KINDS = {"cutoff": "theo lịch / scheduled", "now": "hiện tại / the present", "closing": "chốt kỳ / closing"}
# What is told at once; why a run stopped or was missed is told at its end.
_LOUD: dict[EventKind, str] = {
    "refused": "bị từ chối / refused",
    "unanswered": "không trả lời / unanswered",
    "waiting": "đang chờ / waiting",
    "retaking": "lấy lại / retaking",
    "mixed": "lẫn hai lần cập nhật / mixed",
}
GAPS_LISTED = 12


class Watching:
    """Shows a run while it goes on: a bar where a person watches, a line per scope elsewhere."""

    def __init__(self, console: Console, plans: Sequence[Plan]) -> None:
        self._console = console
        self._names = {request.name: request.scope_unit_id for plan in plans for request in plan.requests}
        self._scopes = list(dict.fromkeys(scope for plan in plans for scope in plan.scopes()))
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self._task: TaskID | None = None
        self._scope = ""
        self._counts: Counter[str] = Counter()
        self._bytes = 0
        self._at = (0, 0)

    def __enter__(self) -> Watching:
        self._bar.start()
        self._task = self._bar.add_task("…", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell_scope()
        self._bar.stop()

    def __call__(self, event: FetchEvent) -> None:
        """Take in one event."""
        scope = self._names.get(event.subject.partition(".page-")[0], self._scope)
        if scope != self._scope:
            self._tell_scope()
            self._scope = scope
        self._counts[event.kind] += 1
        self._bytes += event.size_bytes
        self._at = (event.done, event.planned)
        if self._task is not None:
            self._bar.update(self._task, description=self._line(), completed=event.done, total=event.planned)
        if event.kind in _LOUD:
            said = f"  [{_LOUD[event.kind]}] {event.subject}: {event.vi} / {event.en}"
            self._console.print(said, markup=False, soft_wrap=True)

    def _tell_scope(self) -> None:
        if self._scope and not self._console.is_terminal:
            self._console.print(f"· {self._line()} · {self._at[0]}/{self._at[1]}", markup=False, soft_wrap=True)

    def _line(self) -> str:
        number = self._scopes.index(self._scope) + 1 if self._scope in self._scopes else 0
        refused = self._counts["refused"] + self._counts["unanswered"]
        known = f", {self._counts['known']} đã có / known" if self._counts["known"] else ""
        name = "cả nước / nation" if self._scope == NATION else self._scope
        return (
            f"{name} ({number}/{len(self._scopes)}){known}, {refused} bị từ chối / refused, "
            f"{self._bytes / 1_000_000:.1f} MB"
        )


def plan_as_data(plan: Plan, manners: Manners) -> dict[str, Any]:
    """A plan as plain data."""
    return {
        "run_id": plan.run_id, "kind": plan.kind, "cutoff_at": plan.cutoff_at, "proof": plan.proof,
        "provinces": [scope for scope in plan.scopes() if scope != NATION],
        "periods": [str(period) for period in plan.periods()],
        "requests": plan.counts(), "request_count": len(plan.requests),
        "estimated_minutes": round(plan.estimated_minutes(manners.spacing_s, manners.scope_pause_s), 1),
    }  # fmt: skip


def plan_text(plan: Plan, manners: Manners, portal_url: str) -> str:
    """A plan as a table that a person reads before anything is asked."""
    told = plan_as_data(plan, manners)
    window = "" if plan.cutoff_at is None else f", cửa sổ đến / window until {_vietnam(plan.cutoff_at + CUTOFF_WINDOW)}"
    cutoff = "–" if plan.cutoff_at is None else _vietnam(plan.cutoff_at)
    scopes = told["provinces"]
    listed = ", ".join(scopes) if len(scopes) <= 6 else f"{len(scopes)} tỉnh, thành phố / provinces"
    lines = [
        f"Kế hoạch / plan {plan.run_id} ({_KINDS[plan.kind]}), Cổng / portal {portal_url}",
        f"  mốc chốt / cutoff    {cutoff}{window}",
        f"  phạm vi / scopes     cả nước / nation + {listed}",
        f"  kỳ / periods         {', '.join(told['periods'])}",
        f"  kiểm chứng / proof   {_PROOFS[plan.proof]}",
        "",
        f"  {'yêu cầu / requests':34}{'số / count':>10}",
        *(f"  {endpoint:34}{count:>10}" for endpoint, count in told["requests"].items()),
        f"  {'cộng / total':34}{len(plan.requests):>10}",
        "",
        f"  ước tính / estimated: {told['estimated_minutes']:.1f} phút / minutes",
    ]
    return "\n".join(lines)


def fetched_as_data(fetched: Fetched) -> dict[str, Any]:
    """What became of each run, as plain data."""
    return {"runs": [_run_as_data(result) for result in fetched.results]}


def fetched_text(fetched: Fetched) -> str:
    """What became of each run, for a person."""
    return "\n\n".join("\n".join(_run_lines(result)) for result in fetched.results)


def run_line(log: RunLog) -> str:
    """One run in one line."""
    session = log.sessions[-1] if log.sessions else None
    counts = f"{log.planned - len(log.gaps)}/{log.planned}" if session and session.finished_at else "…"
    return f"{log.run_id:38} {counts:>9}  {ENDINGS[log.ended]}"


def _run_as_data(result: FetchResult) -> dict[str, Any]:
    log, late = result.log, lateness(result.log)
    return {
        "run_id": log.run_id, "kind": log.kind, "cutoff_at": log.cutoff_at, "ended": result.ended,
        "planned": log.planned, "missing": len(log.gaps), "late_minutes": late and round(late.total_seconds() / 60),
        "session": result.session.model_dump(mode="json"),
        "gaps": [gap.model_dump(mode="json") for gap in log.gaps],
        "stopped": result.stopped and {"vi": result.stopped.vi, "en": result.stopped.en},
    }  # fmt: skip


def _run_lines(result: FetchResult) -> list[str]:
    log, session, late = result.log, result.session, lateness(result.log)
    lines = [
        f"Lần lấy / run {log.run_id}: {ENDINGS[result.ended]}",
        f"  {log.planned - len(log.gaps)}/{log.planned} yêu cầu có trả lời dùng được / requests with a usable answer; "
        f"hỏi / asked {session.asked}, đã có / known {session.already_landed}, không đổi / unchanged "
        f"{session.unchanged}, bị từ chối / refused {session.refused}, {session.bytes_received / 1_000_000:.1f} MB",
    ]
    if late is not None and result.ended != "missed":
        began = _vietnam(log.sessions[0].started_at)
        lines.append(
            f"  Lấy muộn: bắt đầu {began}, sau mốc chốt {late.total_seconds() / 60:.0f} phút nhưng còn trong cửa sổ. / "
            f"Late: begun {began}, inside the window."
        )
    lines += _missed_lines(result) + _gap_lines(log)
    if result.stopped is not None:
        lines += [f"  {result.stopped.vi}", f"  {result.stopped.en}"]
    return lines


def _missed_lines(result: FetchResult) -> list[str]:
    if result.ended != "missed" or result.log.cutoff_at is None:
        return []
    cutoff, end = _vietnam(result.log.cutoff_at), _vietnam(result.log.cutoff_at + CUTOFF_WINDOW)
    return [
        f"  Mốc chốt {cutoff} đã lỡ: cửa sổ đóng lúc {end}, Cổng chỉ cho xem hiện tại nên KHÔNG lấy bù. Bảng "
        "coverage ghi chỗ trống này. Muốn lấy số liệu bây giờ: chiso766 fetch --cutoff now",
        f"  The cutoff {cutoff} is missed: its window closed at {end}, and the portal shows only the present, so it "
        "is NOT filled later. coverage shows the gap. For the present: chiso766 fetch --cutoff now",
    ]


def _gap_lines(log: RunLog) -> list[str]:
    # what nobody got to is told once, by how the run ended
    asked = [gap for gap in log.gaps if gap.reason in ("refused", "unanswered")]
    shown = [f"  thiếu / missing {gap.request}: {gap.vi} / {gap.en}" for gap in asked[:GAPS_LISTED]]
    more = len(asked) - len(shown)
    return shown + ([f"  … và {more} yêu cầu nữa / and {more} more"] if more > 0 else [])


def _vietnam(instant: datetime) -> str:
    return instant.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")

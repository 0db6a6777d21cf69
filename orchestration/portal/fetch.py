"""Working through a plan: ask, land, judge, ask on.

Belongs here: the order in which answers are kept, judged and asked for again. Does not belong
here: the plan, the manners of asking (`client`), what is written for an answer (`keeping`), the
account of it all (`progress`), the strict reading.

Every answer lies on the disk before anyone judges it, whatever its status. What has landed in a run's
batches is not asked for again. A province's snapshot whose service-results changed while its
groups were taken is taken again, twice at most; then it stays as it is and the reader marks it
mixed.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from orchestration.landing.archive import Landing
from orchestration.portal.circuit import CircuitOpen
from orchestration.portal.client import NoAnswer, PortalClient, TooLate, Waiting
from orchestration.portal.cutoffs import CUTOFF_WINDOW, is_due
from orchestration.portal.exchange import Answer
from orchestration.portal.glance import glance
from orchestration.portal.keeping import BatchKeeper
from orchestration.portal.landed import LandedAnswers, UsableAnswer
from orchestration.portal.plan import Plan, PlannedRequest, page_of, retaken
from orchestration.portal.progress import Progress, Report
from orchestration.portal.runs import Ending, RunLog, Session, only_fetch
from orchestration.portal.verdict import is_success
from orchestration.readings import Refused

MOST_ATTEMPTS = 3
MOST_UNANSWERED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What one session of a run did.

    `batch_ids` are the batches that hold answers of this run, those of earlier sessions included;
    `stopped` is why the run ended early, if it did. `log` is what was written of the whole run.
    """

    log: RunLog
    batch_ids: tuple[str, ...]
    stopped: Refused | None

    @property
    def session(self) -> Session:
        """The counts of this session."""
        return self.log.sessions[-1]

    @property
    def ended(self) -> Ending:
        """How this session ended."""
        return self.session.ended or "interrupted"


def fetch_plan(
    plan: Plan,
    client: PortalClient,
    landing: Landing,
    report: Report,
    *,
    folder: Path,
    window: timedelta = CUTOFF_WINDOW,
) -> FetchResult:
    """Take everything of a plan that has not landed yet; `folder` is `$CHISO766_HOME/portal`.

    A no from the portal, a broken network or a cutoff whose window has passed end the run, not
    the program: the result tells them. Raises `Refused` when another fetch is under way, or when
    the cutoff is still to come.
    """
    _require_begun(plan, client)
    with only_fetch(folder / "fetch.lock"):
        progress = Progress(plan, report, folder / "runs", client.clock)
        return _Session(plan, client, landing, progress, window).run()


class _Session:
    """One process at work on one run."""

    def __init__(
        self, plan: Plan, client: PortalClient, landing: Landing, progress: Progress, window: timedelta
    ) -> None:
        self._plan, self._client, self._landing = plan, client, landing
        self._progress = progress
        self._end_of_window = plan.cutoff_at + window if plan.cutoff_at else None
        self._landed = LandedAnswers(landing, plan)
        self._unanswered_in_a_row = 0

    def run(self) -> FetchResult:
        """Work through the plan; the log is written however it ends."""
        self._progress.save()
        ending: Ending = "interrupted"
        stopped: Refused | None = None
        try:
            ending, stopped = self._work()
        finally:
            log = self._progress.finish(ending)
        return FetchResult(log, self._landed.batch_ids(), stopped)

    def _work(self) -> tuple[Ending, Refused | None]:
        try:
            for batch in self._plan.batches():
                self._take_snapshot(batch)
                if self._progress.is_due:
                    self._progress.save()
        except (CircuitOpen, NoAnswer) as stop:
            self._progress.stopped(stop.place, stop.vi, stop.en)
            return "stopped", stop
        except TooLate:
            self._progress.missed()
            return "missed", None
        return ("incomplete" if self._progress.gaps() else "complete"), None

    def _take_snapshot(self, batch: Sequence[PlannedRequest]) -> None:
        """One scope and period, taken again while the portal changes under it."""
        first = max(1, self._landed.last_attempt(batch[0].batch_id))
        for attempt in range(first, MOST_ATTEMPTS + 1):
            tried = retaken(batch, attempt)
            if _is_one_refresh(self._take(tried)):
                return
            self._progress.changed(tried[0].batch_id, is_last_attempt=attempt == MOST_ATTEMPTS)

    def _take(self, requests: Sequence[PlannedRequest]) -> list[UsableAnswer]:
        keeper = BatchKeeper(
            self._landing, self._landed, self._plan, self._client.base_url, requests[0].batch_id
        )
        waiting, taken = deque(requests), []
        while waiting:
            request = waiting.popleft()
            answer = self._known(request, keeper) or self._ask(request, keeper)
            if answer is not None:
                taken.append(answer)
                if request.page == 1:
                    waiting.extendleft(page_of(request, page) for page in range(answer.page_count, 1, -1))
        self._progress.unchanged(keeper.held_count)
        return taken

    def _known(self, request: PlannedRequest, keeper: BatchKeeper) -> UsableAnswer | None:
        known = self._landed.find(request) or keeper.recall(request)
        if known is not None:
            self._progress.known(request, len(known.body))
        return known

    def _ask(self, request: PlannedRequest, keeper: BatchKeeper) -> UsableAnswer | None:
        self._require_leave()
        self._progress.asked()
        try:
            answer = self._exchange(request, keeper)
        except NoAnswer as failure:
            self._progress.unanswered(request, failure.vi, failure.en)
            self._unanswered_in_a_row += 1
            if self._unanswered_in_a_row == MOST_UNANSWERED_IN_A_ROW:
                raise
            return None
        except CircuitOpen as stop:
            self._progress.refused(request, f"{stop.cause_vi}.", f"{stop.cause_en}.")
            raise
        self._unanswered_in_a_row = 0
        return self._judge(request, answer, keeper)

    def _exchange(self, request: PlannedRequest, keeper: BatchKeeper) -> Answer:
        """The portal's last word on a request; each of its answers is kept as it comes."""
        last: Answer | None = None
        for said in self._client.answers(request, before=self._end_of_window):
            if isinstance(said, Waiting):
                self._progress.waiting(request, said.vi, said.en)
            else:
                keeper.keep(request, said)
                self._progress.answered(len(said.body))
                last = said
        if last is None:
            raise AssertionError(f"{request.name}: the client ended with neither answer nor reason")
        return last

    def _judge(self, request: PlannedRequest, answer: Answer, keeper: BatchKeeper) -> UsableAnswer | None:
        if not is_success(answer.status):
            status = f"HTTP {answer.status}"
            self._progress.refused(request, f"Cổng từ chối yêu cầu ({status}).", f"Refused ({status}).")
            return None
        seen = glance(answer.body, request.scope_unit_id, request.portal_id)
        if seen.problem is not None:
            self._progress.refused(request, seen.problem.vi, seen.problem.en)
            if seen.problem.is_wrong_scope:
                raise self._client.circuit.open("wrong_scope", request.name, seen.problem.en)
            return None
        self._progress.usable(request, len(answer.body), is_unchanged=keeper.held_count > 0)
        return UsableAnswer(request, answer.body, seen.page_count)

    def _require_leave(self) -> None:
        self._client.circuit.require_closed()
        if self._end_of_window is not None and self._client.clock() >= self._end_of_window:
            raise TooLate


def _is_one_refresh(taken: Sequence[UsableAnswer]) -> bool:
    """Whether the service-results before and after the groups agree; so they do when one is missing."""
    by_when = {answer.request.name.rpartition(".")[2]: answer for answer in taken}
    before, after = by_when.get("before"), by_when.get("after")
    if before is None or after is None or before.body == after.body:
        return True
    return bool(json.loads(before.body) == json.loads(after.body))


def _require_begun(plan: Plan, client: PortalClient) -> None:
    if plan.cutoff_at is not None and is_due(plan.cutoff_at, client.clock()) == "not_yet":
        raise Refused(
            plan.run_id,
            "Mốc chốt này chưa đến. Hãy đợi đến giờ, hoặc lấy số liệu hiện tại bằng --cutoff now.",
            "This cutoff is still to come. Wait for it, or take the present with --cutoff now.",
        )

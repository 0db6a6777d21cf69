"""Which landed batches are whole snapshots, and what is missing of the others.

Belongs here: holding what has landed against what a run planned, from its log where there is one and
from the batch itself where the log is lost. Does not belong here: judging answers (`batches`).

A batch is loaded when each of its questions has its answer, good or refused, or went unanswered for
good. One that a killed or stopped run left in the middle is never loaded: half of a province would
look like a province.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from orchestration.landing.records import Record
from orchestration.portal.contract import GROUP_OF
from orchestration.portal.cutoffs import CUTOFF_WINDOW
from orchestration.portal.plan import BatchName, Proof, batch_name, first_page_name, question_names, stamp_of
from orchestration.portal.runs import Gap, GapReason, RunLog
from orchestration.portal.wanted import period_named
from orchestration.readings import FetchRun, MissingAnswer

Readiness = Literal["whole", "under_way", "half"]
UNANSWERED: tuple[GapReason, ...] = ("refused", "unanswered")


class RunBook:
    """The runs of one installation, by what their batches are called."""

    def __init__(self, runs: Iterable[RunLog], now: datetime) -> None:
        self._now = now
        self.runs = tuple(runs)
        self._by_stamp: dict[str, list[RunLog]] = {}
        for run in self.runs:
            self._by_stamp.setdefault(stamp_of(run.kind, run.asked_at, run.cutoff_at), []).append(run)

    def readiness(self, records: Sequence[Record]) -> Readiness:
        """Whether the records of one batch are a whole snapshot."""
        name = batch_name(records[0].batch_id or "")
        if records[0].kind != "portal" or name is None:
            return "whole"
        run = self._run_of(name)
        if run is not None and run.ended is None and not self._has_passed(run):
            return "under_way"
        if not _unsettled(name, {first_page_name(record.name) for record in records}, run):
            return "whole"
        return "half" if run is None or self._has_passed(run) else "under_way"

    def killed_at(self) -> list[datetime]:
        """When the runs began whose log has no end: what they got is told by landing alone."""
        return [run.asked_at for run in self.runs if run.ended is None]

    def missing(self, landed: set[tuple[str, str]]) -> Iterator[MissingAnswer]:
        """What no run got: by its log, and for a run that was killed by what did not land.

        `landed` holds the stamp and the first-page name of everything that did, refused or not.
        """
        for run in self.runs:
            if run.ended is None:
                yield from self._never_landed(run, landed)
            else:
                yield from (_told(run, gap) for gap in run.gaps)

    def _run_of(self, name: BatchName) -> RunLog | None:
        alike = self._by_stamp.get(name.stamp, ())
        return next((r for r in alike if name.period in r.periods and name.scope_unit_id in r.scopes), None)

    def _has_passed(self, run: RunLog) -> bool:
        return self._now >= (run.cutoff_at or run.asked_at) + CUTOFF_WINDOW

    def _never_landed(self, run: RunLog, landed: set[tuple[str, str]]) -> Iterator[MissingAnswer]:
        if not self._has_passed(run):
            return
        stamp = stamp_of(run.kind, run.asked_at, run.cutoff_at)
        failed = {gap.request: gap for gap in run.gaps}
        for scope in run.scopes:
            for period in run.periods:
                for name, endpoint in question_names(scope, period, run.proof).items():
                    if name in failed:
                        yield _told(run, failed[name])
                    elif (stamp, name) not in landed:
                        yield _told(run, _killed_before(name, endpoint, scope, period))


def fetch_run(run: RunLog) -> FetchRun:
    """A run's log in the common form."""
    return FetchRun(
        run_id=run.run_id,
        kind=run.kind,
        cutoff_at=run.cutoff_at,
        planned_count=run.planned,
        started_at=run.sessions[0].started_at if run.sessions else None,
        finished_at=run.sessions[-1].finished_at if run.sessions else None,
        ending=run.ended,
    )


def landed_names(records: Iterable[Record]) -> set[tuple[str, str]]:
    """Stamp and first-page name of each live answer."""
    found = set()
    for record in records:
        name = batch_name(record.batch_id or "")
        if name is not None:
            found.add((name.stamp, first_page_name(record.name)))
    return found


def _killed_before(name: str, endpoint: str, scope: str, label: str) -> Gap:
    period = period_named(label)
    return Gap(
        request=name, endpoint=endpoint, scope_unit_id=scope, period_type=period.type, period_start=period.start,
        reason="missed",
        vi="Lần lấy bị ngắt và không được chạy lại kịp trong cửa sổ.",
        en="The fetch was killed and not resumed inside its window.",
    )  # fmt: skip


def _unsettled(name: BatchName, landed: set[str], run: RunLog | None) -> set[str]:
    expected = set(question_names(name.scope_unit_id, name.period, _proof_of(landed, run)))
    given_up = {gap.request for gap in run.gaps if gap.reason in UNANSWERED} if run else set()
    return expected - landed - given_up


def _proof_of(landed: set[str], run: RunLog | None) -> Proof:
    if run is not None:
        return run.proof
    return "before" if any(name.endswith(".before") for name in landed) else "none"


def _told(run: RunLog, gap: Gap) -> MissingAnswer:
    endpoint = next((known for known in GROUP_OF if known == gap.endpoint), None)
    return MissingAnswer(
        run_id=run.run_id,
        name=gap.request,
        scope_unit_id=gap.scope_unit_id,
        period_type=gap.period_type,
        period_start=gap.period_start,
        indicator_id=GROUP_OF[endpoint] if endpoint else None,
        asked_at=run.asked_at,
        cutoff_at=run.cutoff_at,
        reason=gap.reason,
        text_vi=gap.vi,
        text_en=gap.en,
    )

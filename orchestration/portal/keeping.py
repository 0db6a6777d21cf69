"""Keeping the answers of one batch in landing.

Belongs here: what is written for an answer, and the one case in which no new record is: a run
outside the schedule that finds a whole snapshot as it was. Does not belong here: judging answers
(`verdict`, `glance`) and asking (`client`).
"""

from __future__ import annotations

import hashlib

from orchestration.landing.archive import Landing
from orchestration.landing.records import Receipt, Record
from orchestration.portal.exchange import Answer
from orchestration.portal.landed import LandedAnswers, UsableAnswer
from orchestration.portal.plan import Plan, PlannedRequest, attempt_of
from orchestration.portal.verdict import is_success


class BatchKeeper:
    """Lands the answers of one batch, in the order in which they come.

    Outside the schedule, an answer that repeats the latest snapshot only moves the check time of
    the record it repeats, and is held back here. The first answer of the batch that differs lands
    with all that were held: a snapshot is kept whole or not at all.
    """

    def __init__(
        self, landing: Landing, landed: LandedAnswers, plan: Plan, origin: str, batch_id: str
    ) -> None:
        self._landing, self._landed, self._plan, self._origin = landing, landed, plan, origin
        self._held: list[tuple[PlannedRequest, Answer]] = []
        self._repeated_batch: str | None = None
        has_begun = landed.last_attempt(batch_id) > 0
        self._may_hold = plan.cutoff_at is None and attempt_of(batch_id) == 1 and not has_begun

    @property
    def held_count(self) -> int:
        """How many answers repeat the latest snapshot, as long as all of them do; else 0."""
        return len(self._held)

    def keep(self, request: PlannedRequest, answer: Answer) -> None:
        """Put an answer into landing, whatever it says."""
        repeated = self._repeated(request, answer)
        if repeated is not None:
            self._landing.mark_checked(repeated.record_id)
            self._hold(request, answer, repeated)
            return
        self._may_hold = False
        for held in self._held:
            self._land(*held)
        self._held.clear()
        self._land(request, answer)

    def recall(self, request: PlannedRequest) -> UsableAnswer | None:
        """An answer that an earlier session of this run found unchanged; it is not asked for again."""
        latest = self._landed.latest(request)
        if not self._may_hold or latest is None or not self._repeats(latest):
            return None
        checked_at = self._landing.last_checked_at(latest)
        if checked_at < self._plan.asked_at:
            return None
        usable = self._landed.read(request, latest)
        if usable is not None:
            answer = Answer(latest.status or 0, latest.headers or {}, usable.body, checked_at)
            self._hold(request, answer, latest)
        return usable

    def _repeated(self, request: PlannedRequest, answer: Answer) -> Record | None:
        latest = self._landed.latest(request)
        if not self._may_hold or latest is None or not is_success(answer.status):
            return None
        is_same = latest.sha256 == hashlib.sha256(answer.body).hexdigest()
        return latest if is_same and self._repeats(latest) else None

    def _repeats(self, latest: Record) -> bool:
        # all of one earlier batch, or the whole would be a snapshot that never was
        return self._repeated_batch in (None, latest.batch_id)

    def _hold(self, request: PlannedRequest, answer: Answer, repeated: Record) -> None:
        self._repeated_batch = repeated.batch_id
        self._held.append((request, answer))

    def _land(self, request: PlannedRequest, answer: Answer) -> None:
        asked = {"method": "POST", "path": request.path, "payload": request.payload, "status": answer.status}
        receipt = Receipt(
            kind="portal",
            name=request.name,
            request=asked,
            status=answer.status,
            headers=answer.headers,
            captured_at=answer.captured_at,
            cutoff_at=self._plan.cutoff_at,
            batch_id=request.batch_id,
            origin=self._origin,
        )
        self._landed.add(self._landing.land(answer.body, receipt).record)

"""What of a plan lies in landing already, found out once.

Belongs here: the index that lets a run go on where an earlier one ended, and that tells an answer
seen before from a new one. Does not belong here: asking (`client`) and deciding (`fetch`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from orchestration.landing.archive import Damaged, Landing
from orchestration.landing.records import Record
from orchestration.portal.glance import glance
from orchestration.portal.plan import Plan, PlannedRequest, attempt_of, base_of, first_page_name
from orchestration.portal.verdict import is_success

# An answer that repeats one older than this lands once more rather than only moving its check time.
REMEMBERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class UsableAnswer:
    """An answer that can be used: its bytes, and how many pages it announces."""

    request: PlannedRequest
    body: bytes
    page_count: int


class LandedAnswers:
    """An index over landing for one plan: one pass over the recent records, payloads read only on demand."""

    def __init__(self, landing: Landing, plan: Plan) -> None:
        self._landing = landing
        self._bases = {base_of(request.batch_id) for request in plan.requests}
        self._names = {request.name for request in plan.requests}
        self._by_batch: dict[str, dict[str, list[Record]]] = {}
        self._latest: dict[str, Record] = {}
        for record in landing.records(since=plan.asked_at - REMEMBERED):
            self.add(record)

    def add(self, record: Record) -> None:
        """Take note of a record; records come in the order of their arrival."""
        if record.kind != "portal" or not is_success(record.status):
            return
        if record.batch_id and base_of(record.batch_id) in self._bases:
            self._by_batch.setdefault(record.batch_id, {}).setdefault(record.name, []).append(record)
        if first_page_name(record.name) in self._names:
            self._latest[_question(record.name, (record.request or {}).get("payload"))] = record

    def find(self, request: PlannedRequest) -> UsableAnswer | None:
        """The newest usable answer to `request` in its own batch."""
        for record in reversed(self._by_batch.get(request.batch_id, {}).get(request.name, [])):
            found = self.read(request, record)
            if found is not None:
                return found
        return None

    def last_attempt(self, batch_id: str) -> int:
        """The number of the last try at a snapshot that landed anything; 0 when none did."""
        base = base_of(batch_id)
        return max((attempt_of(known) for known in self._by_batch if base_of(known) == base), default=0)

    def batch_ids(self) -> tuple[str, ...]:
        """The batches of the plan that hold a good answer, in the order in which they began."""
        return tuple(self._by_batch)

    def latest(self, request: PlannedRequest) -> Record | None:
        """The newest good answer to the same question, in whatever batch."""
        return self._latest.get(_question(request.name, request.payload))

    def read(self, request: PlannedRequest, record: Record) -> UsableAnswer | None:
        """The landed answer, if it is usable; a damaged payload is as good as none."""
        try:
            body = self._landing.payload(record)
        except Damaged:
            return None
        seen = glance(body, request.scope_unit_id, request.portal_id)
        return None if seen.problem else UsableAnswer(request, body, seen.page_count)


def _question(name: str, payload: Any) -> str:
    return json.dumps([name, payload], sort_keys=True)

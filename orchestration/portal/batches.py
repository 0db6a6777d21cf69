"""The answers of one landed batch that are fit to be read, and those that are not.

Belongs here: choosing, among everything that landed in a batch, what goes to the strict reader:
one refused answer (an error body, another province's answer) must not cost the other eight. Does
not belong here: the strict reading (`reading`), and what to do about what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.landing.archive import Landing
from orchestration.landing.records import Record
from orchestration.portal.contract_json import read_json
from orchestration.portal.glance import Glance, Problem, glance, glance_at
from orchestration.portal.plan import NATION, all_provinces
from orchestration.portal.verdict import is_success
from orchestration.readings import Refused


@dataclass(frozen=True, slots=True)
class BatchAnswers:
    """A batch sorted out: the newest usable answer to each question, and what cannot be used, and why."""

    usable: tuple[tuple[Record, bytes], ...]
    left_out: tuple[tuple[Record, Problem], ...]

    @property
    def unresolved(self) -> tuple[tuple[Record, Problem], ...]:
        """The newest of what cannot be used, where its question has no usable answer in the batch."""
        good = {record.name for record, _ in self.usable}
        newest = {record.name: (record, problem) for record, problem in self.left_out}
        return tuple(found for name, found in newest.items() if name not in good)


def sort_out(landing: Landing, records: Iterable[Record]) -> BatchAnswers:
    """Sort the records of one batch, given in the order of arrival; raises `Damaged` as landing does.

    A question asked again (after an error body, say) counts once, by its newest usable answer.
    Refused statuses and earlier, superseded answers are in neither list of questions to read.
    """
    codes = {province.portal_id: province.unit_id for province in all_provinces()}
    usable: dict[str, tuple[Record, bytes]] = {}
    left_out: list[tuple[Record, Problem]] = []
    for record in records:
        problem, body = _look(landing, record, codes)
        if problem is None:
            usable[record.name] = (record, body)
        else:
            left_out.append((record, problem))
    return BatchAnswers(tuple(usable.values()), tuple(left_out))


def _look(landing: Landing, record: Record, codes: dict[str, str]) -> tuple[Problem | None, bytes]:
    if not is_success(record.status):
        status = f"HTTP {record.status}"
        return Problem(f"Cổng từ chối yêu cầu ({status}).", f"The portal refused ({status})."), b""
    body = landing.payload(record)
    portal_id = ((record.request or {}).get("payload") or {}).get("rootDepartmentId")
    scope = NATION if portal_id is None else codes.get(portal_id, "")
    return _seen(body, scope, portal_id).problem, body


def _seen(body: bytes, scope: str, portal_id: str | None) -> Glance:
    try:
        return glance_at(read_json(body), scope, portal_id)
    except Refused:
        return glance(body, scope, portal_id)  # the strict reader will say what is wrong, and where

"""The demo portal's answer to a question.

Belongs here: which snapshot and which form. Does not belong here: the forms (`service_results`,
`groups`), figures (`figures`, `points`), HTTP and faults (`server`, `faults`).
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.demo_portal.groups import digitized, online, payment, progress, satisfaction, transparency
from orchestration.demo_portal.parts import Json, Question, encoded
from orchestration.demo_portal.service_results import service_results
from orchestration.demo_portal.snapshot import Snapshot, national_snapshot, province_snapshot

ENDPOINTS: dict[str, Callable[[Snapshot, Question], Json]] = {
    "service-results": service_results,
    "transparency": transparency,
    "dvc-progress-tree": progress,
    "provide-online-tree": online,
    "formality-online-payment-tree": payment,
    "handling-satisfaction": satisfaction,
    "dossier-digitized": digitized,
}


def answer(question: Question) -> bytes:
    """The body of the answer, in the keys and their order of the real one, and as compact."""
    if question.province is None:
        snapshot = national_snapshot(question.period, question.day)
    else:
        snapshot = province_snapshot(question.province, question.period, question.day)
    return encoded({"code": "OK", "data": ENDPOINTS[question.endpoint](snapshot, question), "message": "OK"})

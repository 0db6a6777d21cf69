"""A batch of the portal's landed answers, read as one snapshot.

Belongs here: joining the answers of one attempt (scope, period, times, units, values) into one
`Reading`. Does not belong here: the form of the answers (`contract`), which field is which
indicator (`observing`), sums and comparisons (SQL).

Where two answers give the same quantity, one is the observation. In a province's snapshot the
scope's groups are those of the group endpoints (the radar of service-results gives four of them,
used where the group endpoint is not in the batch); children's groups come from the group endpoints
alone. In the national snapshot the provinces' groups are `groupScores`. So a province's groups
stand once in the national snapshot and once in its own, and SQL can hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orchestration.landing.records import Record
from orchestration.periods import Period
from orchestration.portal.batch_notes import notes_on
from orchestration.portal.capture_times import capture_times
from orchestration.portal.contract import GROUP_OF
from orchestration.portal.contract_groups import ListAnswer
from orchestration.portal.contract_summary import ServiceResults
from orchestration.portal.hearing import Heard, hear
from orchestration.portal.observing import observations_of_group, observations_of_summary
from orchestration.portal.requests_made import Question
from orchestration.portal.unit_book import UnitBook
from orchestration.readings import Observation, Reading, Refused
from orchestration.reference.local import read_once
from orchestration.reference.registry import load_units


def read_portal_batch(
    answers: Sequence[tuple[Record, bytes]], known_codes: Mapping[str, str] | None = None
) -> Reading:
    """All landed answers of one attempt at one snapshot, as one `Reading`.

    `known_codes` gives official codes by the portal's `departmentId` and tells an answer for
    another province; left out, it is the reference list of provinces. One answer may be a batch
    of its own. Raises `Refused` for the first answer that breaks the contract, answers for
    another province, or does not belong with the others.
    """
    return _joined([hear(record, payload) for record, payload in answers], known_codes)


def read_what_is_fit(
    answers: Sequence[tuple[Record, bytes]], known_codes: Mapping[str, str] | None = None
) -> tuple[Reading | None, list[tuple[Record, Refused]]]:
    """As `read_portal_batch`, but an answer that breaks the contract by itself costs only itself.

    Returns the reading (None when nothing is fit) and what was left out, with the reason.
    """
    fit: list[Heard] = []
    unfit: list[tuple[Record, Refused]] = []
    for record, payload in answers:
        try:
            fit.append(hear(record, payload))
        except Refused as refused:
            unfit.append((record, refused))
    return (_joined(fit, known_codes) if fit else None), unfit


def _joined(heard_by_arrival: Sequence[Heard], known_codes: Mapping[str, str] | None) -> Reading:
    heard = sorted(heard_by_arrival, key=_order)
    root_id, period = _shared_question(heard)
    times = capture_times([one.record for one in heard])
    times.require_begun(period)
    latest, changed = _latest_of_each(heard)
    _require_distinct_over_pages(latest)
    book = _book_of(latest, root_id, codes_of_provinces() if known_codes is None else known_codes)
    return Reading(
        source="portal",
        scope_unit_id=book.scope_unit_id,
        period=period,
        cutoff_at=times.cutoff_at,
        observed_at=times.observed_at,
        observed_after=times.observed_after,
        sha256=heard[0].record.sha256,
        record_ids=tuple(one.record.record_id for one in heard),
        observations=list(_observations(latest, book)),
        units=book.sightings(),
        notes=[*book.notes(), *notes_on(latest, changed)],
        is_mixed_refresh=bool(changed),
    )


@read_once
def codes_of_provinces() -> Mapping[str, str]:
    """The provinces' official codes by the portal's id, from the reference data."""
    return {unit.portal_id: unit.unit_id for unit in load_units() if unit.portal_id}


def _order(heard: Heard) -> tuple[object, ...]:
    record = heard.record
    return record.observed_at, record.name.endswith(".after"), record.received_at, record.record_id


def _shared_question(heard: Sequence[Heard]) -> tuple[str | None, Period]:
    if not heard:
        raise ValueError("a batch has at least one answer")
    first = heard[0].question
    for one in heard:
        if (one.question.root_id, one.question.period) != (first.root_id, first.period):
            raise Refused(
                one.question.label,
                "Các phản hồi trong cùng một lần lấy không cùng phạm vi hoặc không cùng kỳ. "
                "Hãy tách chúng thành từng lần lấy riêng.",
                "The answers of one batch are not for one scope and one period. "
                "Part them into one batch each.",
            )
    return first.root_id, first.period


def _latest_of_each(heard: Sequence[Heard]) -> tuple[list[Heard], list[Heard]]:
    """The last answer to each question, and those whose earlier answer had other values."""
    latest: dict[Question, Heard] = {}
    changed: dict[Question, Heard] = {}
    for one in heard:
        before = latest.get(one.question)
        if before is not None and before.answer.body != one.answer.body:
            changed[one.question] = one
        latest[one.question] = one
    return list(latest.values()), list(changed.values())


def _require_distinct_over_pages(latest: Sequence[Heard]) -> None:
    seen: set[tuple[str, str | None]] = set()
    for one in latest:
        body = one.answer.body
        rows = body.rows if isinstance(body, ListAnswer) else []
        for row, unit in enumerate(rows):
            listed = (one.question.endpoint, unit.department_id)
            if listed in seen:
                raise _listed_twice(f"{one.question.label}#/data/evaluation/{row}/departmentId")
            seen.add(listed)


def _listed_twice(place: str) -> Refused:
    return Refused(
        place,
        "Đơn vị này đã có ở trang khác: danh sách đổi trong khi đang lấy. Hãy lấy lại tất cả các trang.",
        "This unit already stood on another page: the list moved while it was taken. Fetch all pages again.",
    )


def _book_of(latest: Sequence[Heard], root_id: str | None, known_codes: Mapping[str, str]) -> UnitBook:
    book = UnitBook(root_id, known_codes.get(root_id or ""))
    for one in latest:
        label, body = one.question.label, one.answer.body
        if isinstance(body, ServiceResults):
            book.see_root(body.overview, f"{label}#/data/overview")
            book.see_children(body.evaluation, f"{label}#/data/evaluation")
        else:
            book.see_root(body.root, f"{label}#/data/{body.root_key}")
            book.see_children(body.rows, f"{label}#/data/{body.rows_key}")
    return book


def _observations(latest: Sequence[Heard], book: UnitBook) -> Iterator[Observation]:
    codes = book.codes()
    endpoints = {one.question.endpoint for one in latest}
    groups = [group for endpoint, group in GROUP_OF.items() if endpoint in endpoints]
    has_group_scores = book.is_national and "service-results" in endpoints
    for one in latest:
        question, body = one.question, one.answer.body
        if isinstance(body, ServiceResults):
            yield from observations_of_summary(body, codes, book.root_id, groups)
        else:
            yield from observations_of_group(
                body, GROUP_OF[question.endpoint], question.label, codes, book.root_id,
                is_first_page=question.page == 1, gives_row_scores=not has_group_scores,
            )

"""One landed answer, judged on its own: the question of its record and the contract together.

Belongs here: what can be said of an answer without its batch. Does not belong here: joining answers
into a snapshot (`reading`).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.landing.records import Record
from orchestration.portal.contract import Answer, parse_answer
from orchestration.portal.contract_groups import ListAnswer
from orchestration.portal.requests_made import Question, question_of
from orchestration.readings import Refused


@dataclass(frozen=True, slots=True)
class Heard:
    """One landed answer, understood: what was asked, and what came."""

    record: Record
    question: Question
    answer: Answer


def hear(record: Record, payload: bytes) -> Heard:
    """Judge one landed answer on its own.

    Raises `Refused`, whose place is the answer's label, "#", and the JSON pointer of the field:
    "service-results#/data/evaluation/3/groupScores/CKMB"; the label is the record's name where
    the record does not tell what was asked.
    """
    label = record.name
    try:
        question = question_of(record)
        label = question.label
        answer = parse_answer(payload, question.endpoint, is_national=question.root_id is None)
        _require_asked_page(question, answer)
    except Refused as refused:
        raise Refused(f"{label}#{refused.place}", refused.vi, refused.en) from refused
    return Heard(record, question, answer)


def _require_asked_page(question: Question, answer: Answer) -> None:
    if not isinstance(answer.body, ListAnswer):
        return
    page = answer.body.pagination.current_page
    if page != question.page:
        raise Refused(
            "/data/pagination/currentPage",
            f"Đã hỏi trang {question.page} nhưng nhận được trang {page}. Hãy lấy lại trang này.",
            f"Page {question.page} was asked for but page {page} came. Fetch that page again.",
        )

"""What the fetcher must know of an answer before it asks on: is it usable, whose is it, is there more.

Belongs here: a tolerant look at the few fields that steer fetching. Does not belong here: the
strict contract (`contract`) and the values (`reading`); an answer that passes here may still be
refused there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic_core import from_json

MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer with a good status cannot be used; `is_wrong_scope` when it is another unit's."""

    vi: str
    en: str
    is_wrong_scope: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """A look at one answer: its problem, if any, and how many pages it announces in all."""

    problem: Problem | None
    page_count: int = 1


def glance(body: bytes, scope_unit_id: str, portal_id: str | None) -> Glance:
    """Look at an answer to a question about `scope_unit_id` (`portal_id`: its `departmentId`)."""
    try:
        answer = from_json(body.removeprefix(b"\xef\xbb\xbf"), cache_strings="keys")
    except ValueError:
        return Glance(Problem("Câu trả lời không phải JSON trọn vẹn.", "The answer is not whole JSON."))
    return glance_at(answer, scope_unit_id, portal_id)


def glance_at(answer: Any, scope_unit_id: str, portal_id: str | None) -> Glance:
    """As `glance`, at an answer whose JSON is read already; its numbers may be `Decimal`."""
    if not isinstance(answer, dict) or answer.get("code") != "OK" or not isinstance(answer.get("data"), dict):
        return Glance(_not_ok(answer))
    data = answer["data"]
    page_count = _page_count(data)
    if page_count > MOST_PAGES:
        return Glance(_too_many_pages(page_count))
    return Glance(_wrong_scope(data, scope_unit_id, portal_id), page_count)


def _not_ok(answer: Any) -> Problem:
    code = _one_line(answer.get("code")) if isinstance(answer, dict) else type(answer).__name__
    return Problem(
        f"Cổng báo không trả được số liệu (code: {code}).", f"The portal reports no data (code: {code})."
    )


def _wrong_scope(data: dict[str, Any], scope_unit_id: str, portal_id: str | None) -> Problem | None:
    root = data.get("overview") or data.get("parent")
    if not isinstance(root, dict):
        return None
    shown_id, shown_code = root.get("departmentId"), root.get("departmentCode")
    is_other_id = isinstance(shown_id, str) and shown_id != portal_id
    is_other_code = isinstance(shown_code, str) and not _names(shown_code, scope_unit_id)
    if not (is_other_id or is_other_code):
        return None
    shown = _one_line(shown_code or root.get("departmentName") or shown_id)
    return Problem(
        f"Hỏi {scope_unit_id} nhưng Cổng trả lời cho {shown}.",
        f"{scope_unit_id} was asked for, but the portal answered for {shown}.",
        is_wrong_scope=True,
    )


def _one_line(said: object) -> str:
    """What the source says, short and harmless to a terminal or a log."""
    text = " ".join(str(said).split())
    return "".join(sign if sign.isprintable() else "�" for sign in text[:80])


def _names(code: str, unit_id: str) -> bool:
    # the long form of a code ("000.00.00.H37") is seen beside the short one
    return code == unit_id or (code.startswith("000.") and code.rpartition(".")[2] == unit_id)


def _page_count(data: dict[str, Any]) -> int:
    pagination = data.get("pagination")
    announced = pagination.get("totalPages") if isinstance(pagination, dict) else None
    if not isinstance(announced, int | Decimal) or isinstance(announced, bool) or announced != int(announced):
        return 1
    return max(int(announced), 1)


def _too_many_pages(page_count: int) -> Problem:
    return Problem(
        f"Câu trả lời báo có tới {page_count} trang, quá {MOST_PAGES} trang nên không hỏi tiếp.",
        f"The answer announces {page_count} pages, more than {MOST_PAGES}; the rest is not asked for.",
    )

"""What an answer's status, headers and first bytes mean for whether, and when, to ask again.

Belongs here: pure judgement of one answer as HTTP. Does not belong here: acting on it (`client`),
or what the JSON says (`glance`, `contract`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from orchestration.portal.circuit import Cause
from orchestration.portal.exchange import Answer

LONGEST_STATED_WAIT = timedelta(days=7)
_SUCCESS = (200, 201)
_BLOCKING_STATUS: dict[int, Cause] = {401: "unauthorised", 403: "forbidden", 429: "too_many_requests"}
_FIREWALL_WORDS = re.compile(rb"request rejected|access denied|support id", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Nothing more to ask: the answer is what it is, good (200, 201) or refused (another 4xx)."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The portal failed (5xx); `not_before` is the instant it named, if it named one."""

    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The portal does not want to be asked: until the stated instant, or until a person looks."""

    cause: Cause
    until: datetime | None


Verdict = Taken | TryAgain | Blocked


def judge(answer: Answer) -> Verdict:
    """What to do after an answer. A 5xx page is a failure, not a block, unless a firewall signed it."""
    stated = retry_after(answer.headers.get("retry-after"), answer.captured_at)
    if answer.status in _BLOCKING_STATUS:
        return Blocked(_BLOCKING_STATUS[answer.status], stated)
    if 300 <= answer.status < 400:
        return Blocked("redirect", None)
    if is_web_page(answer) and (answer.status < 500 or _FIREWALL_WORDS.search(answer.body[:4096])):
        return Blocked("web_page", None)
    return TryAgain(stated) if answer.status >= 500 else Taken()


def is_success(status: int | None) -> bool:
    """Whether the portal says it answered: it uses 201 where others use 200."""
    return status in _SUCCESS


def is_web_page(answer: Answer) -> bool:
    """Whether the body is a page for people, or a firewall's words, where JSON was asked for."""
    start = answer.body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        return False
    is_html = start.startswith(b"<") or "html" in answer.headers.get("content-type", "").lower()
    return is_html or bool(_FIREWALL_WORDS.search(start))


def retry_after(value: str | None, received_at: datetime) -> datetime | None:
    """The instant named by a Retry-After header (seconds or an HTTP date); None when it names none.

    A wait of more than a week is cut to a week: a person has looked by then.
    """
    stated = _stated_instant((value or "").strip(), received_at)
    return None if stated is None else min(max(stated, received_at), received_at + LONGEST_STATED_WAIT)


def _stated_instant(value: str, received_at: datetime) -> datetime | None:
    if re.fullmatch(r"[0-9]{1,9}", value):
        return received_at + timedelta(seconds=int(value))
    try:
        stated = parsedate_to_datetime(value)
        return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None

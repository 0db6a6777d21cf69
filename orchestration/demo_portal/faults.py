"""What the demo portal can be told to do wrong.

Belongs here: each fault by name, as a change of the question or of the reply. Does not belong
here: when a fault strikes (`server`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from orchestration.demo_portal.parts import Question, encoded
from orchestration.demo_portal.units import provinces

BLOCK_PAGE = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
    b"Please consult with your administrator.<br>Your support ID is: 0000000000</body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `kind` strikes requests whose endpoint contains `match`, after the first `skip`.

    It strikes `times` times, for ever when 0. `seconds` is a delay (of the answer, or between two
    bytes of a drip), `retry_after` the header's text, `size` bytes or a page's length.
    """

    kind: str
    match: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    retry_after: str = ""
    size: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(KINDS)}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire: `sent` is how much of it does, then the connection is cut."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0
    drip_head_s: float = 0
    drip_body_s: float = 0
    sent: int | None = None


def parse_fault(text: str) -> Fault:
    """A fault written as `kind:name=value:name=value`, for the command line."""
    kind, *settings = text.split(":")
    kinds_of = {item.name: item.type for item in fields(Fault)}
    values: dict[str, Any] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name == "kind" or name not in kinds_of:
            raise ValueError(f"no setting {name!r} of a fault")
        values[name] = {"int": int, "float": float}.get(str(kinds_of[name]), str)(value)
    return Fault(kind, **values)


def _status(status: int) -> Callable[[Reply, Fault], Reply]:
    def refuse(reply: Reply, fault: Fault) -> Reply:
        stated = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        body = encoded({"code": f"HTTP_{status}", "data": None, "message": "demo fault"})
        return replace(reply, status=status, body=body, headers={**reply.headers, **stated})

    return refuse


def _page(status: int) -> Callable[[Reply, Fault], Reply]:
    def block(reply: Reply, fault: Fault) -> Reply:
        headers = {**reply.headers, "Content-Type": "text/html; charset=utf-8"}
        return replace(reply, status=status, body=BLOCK_PAGE, headers=headers)

    return block


def _error_body(reply: Reply, fault: Fault) -> Reply:
    return replace(reply, body=encoded({"code": "ERROR", "data": None, "message": "demo fault"}))


def _redirect(reply: Reply, fault: Fault) -> Reply:
    headers = {**reply.headers, "Location": "https://elsewhere.invalid/"}
    return replace(reply, status=302, body=b"", headers=headers)


def _zipped(reply: Reply, content: bytes) -> Reply:
    headers = {**reply.headers, "Content-Encoding": "gzip"}
    return replace(reply, body=gzip.compress(content, compresslevel=9, mtime=0), headers=headers)


def _fewer_units(reply: Reply, fault: Fault) -> Reply:
    content = json.loads(reply.body)
    data = content["data"]
    (data.get("evaluation") or data.get("children")).pop()
    return replace(reply, body=encoded(content))


REPLY_FAULTS: dict[str, Callable[[Reply, Fault], Reply]] = {
    **{str(status): _status(status) for status in (400, 401, 403, 404, 429, 500, 502, 503)},
    "html": _page(200),
    "html_503": _page(503),
    "error_body": _error_body,
    "redirect": _redirect,
    "slow": lambda reply, fault: replace(reply, delay_s=fault.seconds),
    "drip": lambda reply, fault: replace(reply, drip_body_s=fault.seconds),
    "drip_head": lambda reply, fault: replace(reply, drip_head_s=fault.seconds),
    "cut": lambda reply, fault: replace(reply, sent=len(reply.body) // 2),
    "hang_up": lambda reply, fault: replace(reply, sent=-1),
    "truncated": lambda reply, fault: replace(reply, body=reply.body[: len(reply.body) // 2]),
    "empty": lambda reply, fault: replace(reply, body=b""),
    "huge": lambda reply, fault: replace(reply, body=b" " * (fault.size or 64 * 1024 * 1024)),
    "gzip": lambda reply, fault: _zipped(reply, reply.body),
    "gzip_bomb": lambda reply, fault: _zipped(reply, b" " * (fault.size or 256 * 1024 * 1024)),
    "fewer_units": _fewer_units,
}


def _wrong_province(question: Question, fault: Fault) -> Question:
    every = provinces()
    place = every.index(question.province) if question.province in every else -1
    return replace(question, province=every[(place + 1) % len(every)])


QUESTION_FAULTS: dict[str, Callable[[Question, Fault], Question]] = {
    "wrong_province": _wrong_province,
    "paginate": lambda question, fault: replace(question, page_size=fault.size or 50),
}

# the portal refreshes: from this request on it shows the next day's figures
REFRESH = "change"
KINDS = (*REPLY_FAULTS, *QUESTION_FAULTS, REFRESH)

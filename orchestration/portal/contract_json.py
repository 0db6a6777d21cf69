"""JSON read exactly: numbers as they were written, and nothing that JSON leaves to chance.

Belongs here: bytes to a tree of dicts, lists, strings and Decimals, or a `Refused` that says where.
Does not belong here: which keys and types an answer must have (`contract`).
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from json import JSONDecodeError
from typing import Any

from orchestration.readings import Refused

MAX_ANSWER_BYTES = 2 * 1024 * 1024  # seven times the largest answer seen (296 kB)
MAX_KEYS = 200  # of one object; the widest seen has 18
MAX_NUMBER_LENGTH = 24
MAX_EXPONENT = 18
ANSWERS_KEPT = 10  # one batch has at most nine
MOST_NUMBERS = 1 << 16  # kept by their text


@lru_cache(maxsize=ANSWERS_KEPT)
def read_json(payload: bytes) -> Any:
    """The JSON value in `payload`: every number a `Decimal`, a UTF-8 byte order mark passed over.

    The answers of a batch are read when it is sorted out and again when they are joined: the last few trees are
    kept, and must not be changed.

    Raises `Refused` for an empty, oversized, non-UTF-8, HTML, cut or malformed payload, nesting
    beyond what the parser takes, a key given twice in one object, and NaN, Infinity or a number
    too long to be a score or a count.
    """
    text = decoded(payload)
    with suppress(_Trouble, RecursionError, JSONDecodeError):
        return _SOUND.decode(text)
    faults: list[_Fault] = []
    try:
        tree = _decoder(faults).decode(text)
    except JSONDecodeError as error:
        raise _malformed(text, error) from error
    except RecursionError as error:
        raise Refused(
            "/",
            "Nội dung JSON lồng nhau quá sâu, không phải phản hồi của Cổng. Hãy xem lại nguồn của tệp.",
            "The JSON is nested too deep to be an answer of the portal. Check where the file comes from.",
        ) from error
    if faults:
        raise _refusal_of(faults[0], tree)
    return tree


def decoded(payload: bytes) -> str:
    """The text in `payload`, UTF-8 without its byte order mark; `Refused` when empty, huge or HTML."""
    if len(payload) > MAX_ANSWER_BYTES:
        raise Refused(
            "/",
            f"Phản hồi dài {len(payload)} byte, quá giới hạn {MAX_ANSWER_BYTES}. Hãy xem lại nguồn của tệp.",
            f"The answer has {len(payload)} bytes, more than {MAX_ANSWER_BYTES}. Check where it comes from.",
        )
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"byte {error.start}",
            "Phản hồi không ở dạng UTF-8. Hãy lấy lại nguyên văn từ Cổng, không mở và lưu lại.",
            "The answer is not UTF-8. Take it again from the portal as it is, without re-saving it.",
        ) from error
    if not text.strip():
        raise Refused("/", "Phản hồi rỗng. Hãy lấy lại từ Cổng.", "The answer is empty. Fetch it again.")
    if text.lstrip().startswith("<"):
        raise Refused(
            "/",
            "Phản hồi là trang HTML, không phải JSON: Cổng hoặc tường lửa đã từ chối. "
            "Hãy tạm dừng lấy dữ liệu và liên hệ đơn vị vận hành Cổng.",
            "The answer is an HTML page, not JSON: the portal or its firewall refused. "
            "Stop fetching and speak to those who run the portal.",
        )
    return text


def pointer(path: tuple[str | int, ...]) -> str:
    """The JSON pointer (RFC 6901) of a path of keys and indices; "/" for the whole document.

    A key beyond all measure is cut, and one that no file could hold is escaped.
    """
    parts = (_writable(str(part)[:100]).replace("~", "~0").replace("/", "~1") for part in path)
    return "/" + "/".join(parts)


def shown(value: object) -> str:
    """A value of the source as a message may show it: one line, short, always printable."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if not isinstance(value, str):
        return str(value)[:60] if isinstance(value, Decimal) else json.dumps(value, default=str)
    short = value if len(value) <= 60 else value[:57] + "…"
    return _writable(json.dumps(short, ensure_ascii=False))


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _as_decimal(text: str) -> Decimal | None:
    if len(text) > MAX_NUMBER_LENGTH:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:  # an exponent beyond what the module takes
        return None
    return value if abs(value.adjusted()) <= MAX_EXPONENT else None


class _Trouble(Exception):
    """Something that is refused: the slow decoder says what and where."""


class _Numbers(dict[str, Decimal]):
    """Numbers by their text: the same few scores, maxima and counts stand in answer after answer."""

    def __missing__(self, text: str) -> Decimal:
        value = _as_decimal(text)
        if value is None:
            raise _Trouble
        if len(self) >= MOST_NUMBERS:
            self.clear()
        self[text] = value
        return value


def _no_constant(text: str) -> Any:
    raise _Trouble


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs) or len(pairs) > MAX_KEYS:
        raise _Trouble
    return found


_NUMBERS = _Numbers()
_SOUND = json.JSONDecoder(
    parse_float=_NUMBERS.__getitem__,
    parse_int=_NUMBERS.__getitem__,
    parse_constant=_no_constant,
    object_pairs_hook=_unique,
)


class _Fault:
    """What stands in the tree where the text held something that is refused."""

    def __init__(self, vi: str, en: str) -> None:
        self.vi, self.en = vi, en


def _decoder(faults: list[_Fault]) -> json.JSONDecoder:
    def fault(vi: str, en: str) -> _Fault:
        faults.append(_Fault(vi, en))
        return faults[-1]

    def number(text: str) -> Decimal | _Fault:
        value = _as_decimal(text)
        if value is None:
            short = shown(text)
            return fault(f"Số {short} quá dài hoặc quá lớn", f"The number {short} is too long or too large")
        return value

    def constant(text: str) -> _Fault:
        return fault(f"{text} không phải là số", f"{text} is not a number")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Fault:
        if len(pairs) > MAX_KEYS:
            return fault(f"Đối tượng có {len(pairs)} khóa", f"An object has {len(pairs)} keys")
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        counts = Counter(key for key, _ in pairs)
        twice = shown(counts.most_common(1)[0][0])
        return fault(f"Khóa {twice} xuất hiện hai lần", f"The key {twice} is given twice")

    return json.JSONDecoder(
        parse_float=number, parse_int=number, parse_constant=constant, object_pairs_hook=unique
    )


def _malformed(text: str, error: JSONDecodeError) -> Refused:
    place = f"dòng {error.lineno}, ký tự {error.colno}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return Refused(
            place,
            "Phản hồi bị cắt giữa chừng. Hãy lấy lại từ Cổng.",
            "The answer breaks off in the middle. Fetch it again.",
        )
    return Refused(
        place,
        "Phản hồi không phải JSON hợp lệ. Hãy lấy lại từ Cổng.",
        f"The answer is not valid JSON ({error.msg}). Fetch it again.",
    )


def _refusal_of(fault: _Fault, tree: Any) -> Refused:
    return Refused(
        pointer(_path_to(fault, tree)),
        f"{fault.vi}. Phản hồi không được nạp; hãy lấy lại từ Cổng.",
        f"{fault.en}. The answer is not loaded; fetch it again.",
    )


def _path_to(fault: _Fault, tree: Any) -> tuple[str | int, ...]:
    # a step knows the step before it, so that a wide and deep tree costs no copies of paths
    waiting: list[tuple[Any, Any]] = [(None, tree)]
    while waiting:
        step, value = waiting.pop()
        if value is fault:
            return _unrolled(step)
        if isinstance(value, dict):
            waiting.extend(((step, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((step, index), inner) for index, inner in enumerate(value))
    return ()  # the object it stood in was itself replaced by a fault


def _unrolled(step: Any) -> tuple[str | int, ...]:
    path: list[str | int] = []
    while step is not None:
        step, key = step
        path.append(key)
    return tuple(reversed(path))

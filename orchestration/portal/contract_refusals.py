"""What is wrong with an answer, said to the person who can mend it, in Vietnamese and English.

Belongs here: pydantic's findings turned into one `Refused` with the JSON pointer of the first
offending field. Does not belong here: the rules themselves (`contract_shapes`).
"""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from orchestration.portal.contract_json import pointer, shown
from orchestration.portal.contract_shapes import Path
from orchestration.readings import Refused

_ADVICE_VI = "Phản hồi được giữ nguyên nhưng không nạp; hãy kiểm tra xem Cổng có đổi cấu trúc dữ liệu không."
_ADVICE_EN = "The answer is kept but not loaded; check whether the portal changed the form of its data."

# pydantic error type → what it means; {value} is the source's, {expected} the contract's
_MEANINGS = {
    "missing": ("Thiếu trường bắt buộc này{renamed}", "This required field is missing{renamed}"),
    "score_above_maximum": (
        "Điểm {value} lớn hơn điểm tối đa {maximum}",
        "The score {value} is above its maximum {maximum}",
    ),
    "maximum_changed": (
        "Điểm tối đa {value} khác điểm tối đa đã biết {maximum}",
        "The maximum {value} is not the known {maximum}",
    ),
    "given_twice": (
        "Giá trị {value} trống hoặc đã xuất hiện trong danh sách",
        "The value {value} is empty or already stood in this list",
    ),
    "greater_than_equal": ("Giá trị {value} không được âm", "The value {value} must not be negative"),
    "too_long": ("Danh sách quá dài", "The list is too long"),
    "too_short": ("Danh sách trống", "The list is empty"),
    "literal_error": (
        "Mã {value} không có trong danh mục đã biết ({expected})",
        "The code {value} is not a known one ({expected})",
    ),
    "string_pattern_mismatch": ("Giá trị {value} sai dạng", "The value {value} has the wrong form"),
    "string_too_short": ("Chuỗi trống", "The text is empty"),
    "string_too_long": ("Chuỗi quá dài: {value}", "The text is too long: {value}"),
    "string_unicode": ("Chuỗi chứa ký tự Unicode không hợp lệ", "The text holds invalid Unicode"),
}
_KINDS = {
    "is_instance_of": ("một con số", "a number"),
    "decimal_type": ("một con số", "a number"),
    "string_type": ("một chuỗi", "a text"),
    "list_type": ("một danh sách", "a list"),
    "dict_type": ("một đối tượng", "an object"),
    "model_type": ("một đối tượng", "an object"),
}


def is_unknown_field(error: ErrorDetails) -> bool:
    """Whether the error only says that the contract does not know a field."""
    return error["type"] == "extra_forbidden"


def refusal_of(errors: list[ErrorDetails]) -> Refused:
    """The refusal for the first of pydantic's errors on `data` that is more than an unknown field."""
    broken = [error for error in errors if not is_unknown_field(error)]
    error = broken[0]
    where = pointer(("data", *path_of(error)))
    vi, en = _meaning(error, _unknown_beside(error, errors))
    others = len(broken) - 1
    more_vi, more_en = (f" (và {others} lỗi khác)", f" (and {others} more)") if others else ("", "")
    return Refused(
        where,
        f"{vi}{more_vi}. {_ADVICE_VI}",
        f"{en}{more_en}. {_ADVICE_EN}",
    )


def path_of(error: ErrorDetails) -> Path:
    """Keys and indices from `data` to the offending field."""
    inside: Path = error.get("ctx", {}).get("path", ())
    # pydantic marks a bad key of a mapping with "[key]" after it
    location = tuple(part for part in error["loc"] if part != "[key]")
    return location + inside


def _unknown_beside(error: ErrorDetails, errors: list[ErrorDetails]) -> list[str]:
    parent = path_of(error)[:-1]
    unknown = (path_of(other) for other in errors if is_unknown_field(other))
    return [str(path[-1]) for path in unknown if path[:-1] == parent]


def _meaning(error: ErrorDetails, unknown: list[str]) -> tuple[str, str]:
    context: dict[str, Any] = error.get("ctx", {})
    value = shown(context.get("value", error["input"]))
    kind = _KINDS.get(error["type"])
    if kind is not None:
        return f"Cần {kind[0]} nhưng là {value}", f"Expected {kind[1]}, found {value}"
    keys = ", ".join(shown(key) for key in unknown[:5])
    vi, en = _MEANINGS.get(error["type"], ("Giá trị {value} không hợp lệ", "The value {value} is not valid"))
    filled = {"value": value, "maximum": context.get("maximum"), "expected": context.get("expected")}
    return (
        vi.format(**filled, renamed=f" (có trường lạ {keys}: có thể đã đổi tên)" if keys else ""),
        en.format(**filled, renamed=f" (unknown fields {keys}: perhaps renamed)" if keys else ""),
    )

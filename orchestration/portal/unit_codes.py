"""The official codes of units, as both portals write them.

Belongs here: one spelling for a code, and what a code says of its unit. Does not belong here: which
units exist (`reference`).
"""

from __future__ import annotations

import re

from orchestration.readings import Level

COUNTRY = "VN"
MAX_CODE_LENGTH = 35  # Decision 20/2020/QĐ-TTg

# the form of before 2020, still met in the feeds: 000.00.00.H37 is H37
_OLD_PREFIX = "000.00.00."
_CODE = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")
_LEVEL_BY_DIGITS: dict[int, Level] = {2: "agency", 3: "commune"}


def official_code(text: str) -> str:
    """The short form of a unit's code; raises `ValueError` for what is not a code."""
    code = text.strip().removeprefix(_OLD_PREFIX)
    if len(code) > MAX_CODE_LENGTH or not _CODE.fullmatch(code):
        raise ValueError(f"not a unit's code: {text[:MAX_CODE_LENGTH]!r}")
    return code


def parent_code(code: str) -> str | None:
    """The code one level up, "H21" of "H21.17"; None for a province's or ministry's own."""
    head, dot, _ = code.rpartition(".")
    return head if dot else None


def level_by_code(code: str) -> Level | None:
    """What the last part tells of a province's child: two digits an agency, three a commune."""
    last = code.rpartition(".")[2]
    return _LEVEL_BY_DIGITS.get(len(last)) if parent_code(code) and last.isdigit() else None

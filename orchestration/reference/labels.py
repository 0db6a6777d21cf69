"""Matching the words of letters and the codes of portals against the indicators, and letter heads
against the provinces.

Belongs here: what a heading or a head line stands for. Does not belong here: where headings stand
in a document, or what the cells under them say (`letters`).

A heading says which group, never out of how many points: "Cung cấp dịch vụ trực tuyến" is 12 points
at the portal and 22, payment included, in the decision. Whoever reads a score compares its maximum.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from orchestration.reference.local import read_once
from orchestration.reference.names import (
    MAX_NAME_LENGTH,
    clearly_most_similar,
    fold,
    split_province,
    unit_key,
)
from orchestration.reference.registry import (
    load_indicator_labels,
    load_indicators,
    load_unit_aliases,
    load_units,
)

MAX_SLIPS = 2
LETTERS_PER_SLIP = 6  # a label of fewer letters must be read without a slip

_LEADING = re.compile(r"^(?:(?:\d+|[ivx]+|nhom|chi so|chi tieu|tieu chi|diem) )+")
_MOTTO = re.compile(r" (?:cong hoa xa hoi|doc lap tu do)\b.*")  # the right column of the head
_TRAILING = re.compile(r"(?: (?:toi da|\d+|diem))+$")


def find_indicator(heading: str, on_letter: bool = True) -> str | None:
    """The indicator a heading stands for, or None when no label, or more than one, is that near.

    On a letter only the total and the six groups are looked for; elsewhere also the components,
    by code and by the portal's name. Numbering, "Nhóm", "Chỉ số", "(%)" and "(… điểm)" around a
    label do not matter, nor up to `MAX_SLIPS` misread letters in a heading in words.
    """
    if len(heading) > MAX_NAME_LENGTH:
        return None
    words, exact_only = _labels(on_letter)
    folded = fold(heading)
    stripped = _TRAILING.sub("", _LEADING.sub("", folded))
    for key in (folded, stripped):
        found = words.get(key) or exact_only.get(key)
        if found:
            return found
    return _within_slips(stripped, words)


@cache
def _labels(on_letter: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Folded labels to indicators: those in words, and the codes, which bear no slip."""
    groups = {i.indicator_id for i in load_indicators() if i.parent_id in (None, "TOTAL")}
    words: dict[str, str] = {}
    exact_only: dict[str, str] = {}
    for label in load_indicator_labels():
        if not on_letter or label.indicator_id in groups:
            (exact_only if label.kind == "code" else words)[fold(label.label)] = label.indicator_id
    return words, exact_only


def _within_slips(key: str, words: dict[str, str]) -> str | None:
    near: dict[str, int] = {}
    for label, indicator_id in words.items():
        slips = Levenshtein.distance(key, label)
        if slips <= min(MAX_SLIPS, len(label.replace(" ", "")) // LETTERS_PER_SLIP):
            near[indicator_id] = min(slips, near.get(indicator_id, slips))
    return next(iter(near)) if len(near) == 1 else None


def find_province(text: str) -> str | None:
    """The province whose people's committee or office heads a letter, or None when unclear.

    `text` is the head as it stands: one line or several ("UBND TỈNH QUẢNG TRỊ\\nVĂN PHÒNG"). The
    words tỉnh or thành phố must stand before the name; a town or district of the same name is no
    province. None also when two lines name two provinces.
    """
    lines = text[:MAX_NAME_LENGTH].splitlines()
    found = {_province_of(line) for line in (*lines, " ".join(lines))} - {None}
    return found.pop() if len(found) == 1 else None


def _province_of(line: str) -> str | None:
    name, tail = split_province(line)
    key = _MOTTO.sub("", unit_key(tail or name))
    if not key.startswith(("tinh ", "thanh pho ")):
        return None
    same = {unit_id for unit_id, province in _provinces() if province == key}
    if same:
        return same.pop() if len(same) == 1 else None
    nearest = clearly_most_similar(key, _provinces())
    return nearest[0] if nearest else None


@read_once
def _provinces() -> tuple[tuple[str, str], ...]:
    """(unit_id, key) of every spelling of every province, whenever it was in use."""
    names = {unit.unit_id: unit.name for unit in load_units() if unit.level == "province"}
    spellings = [*names.items(), *((a.unit_id, a.alias) for a in load_unit_aliases() if a.unit_id in names)]
    return tuple((unit_id, unit_key(spelling)) for unit_id, spelling in spellings)

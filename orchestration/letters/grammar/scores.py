"""Points in running text: "- Chỉ số Công khai minh bạch: 12,2/18 điểm".

Belongs here: finding points out of a maximum, and the words they are said of. Does not belong
here: what the words mean, and whether the points can be (`province`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestration.letters.blocks import Paragraph
from orchestration.letters.grammar.plain import place_of, plain, unaccented

_DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
_POINTS = re.compile(rf"(?<![0-9.,/]){_DIGITS}\s?/\s?{_DIGITS}(?!\s?[0-9/]|[.,][0-9])(?P<unit>\s?diem\b)?")
_BREAK = re.compile(r"[;.:]\s")
_JOINT = re.compile(r"\s*(?P<colon>:)?\s*(?:\b(?:dat|duoc|la)\b\s*)*$")
_LEADING = re.compile(r"^(?:[\s,;.+*•–-]|\([a-z0-9]{1,2}\)|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[a-z]\)|va\b)+")


@dataclass(frozen=True, slots=True)
class SaidPoints:
    """Points as said, not yet read: `label` the words before them, `text` the points themselves.

    `is_listed` says that a colon parts the two, `has_unit` that "điểm" follows: without it, and
    without a known label, they may be anything out of anything.
    """

    label: str
    text: str
    place: str
    is_listed: bool
    has_unit: bool


def find_points(paragraphs: Iterable[Paragraph]) -> list[SaidPoints]:
    """All points out of a maximum in `paragraphs`, in order."""
    return [said for paragraph in paragraphs for said in _in_paragraph(paragraph)]


def _in_paragraph(paragraph: Paragraph) -> Iterator[SaidPoints]:
    text, place = plain(paragraph.text), place_of(paragraph)
    folded = unaccented(text)
    start = 0
    for match in _POINTS.finditer(folded):
        joint = _JOINT.search(folded, start, match.start())
        end = joint.start() if joint else match.start()
        start += max((stop.end() - start for stop in _BREAK.finditer(folded, start, end)), default=0)
        label = text[start + _leading(folded[start:end]):end].strip()
        start = match.end()
        is_listed, has_unit = bool(joint and joint["colon"]), bool(match["unit"])
        if label and (is_listed or has_unit):
            yield SaidPoints(label, text[match.start():match.end()], place, is_listed, has_unit)


def _leading(folded: str) -> int:
    match = _LEADING.match(folded)
    return match.end() if match else 0

"""Word's automatic numbers: the "1", "2", "3" of an STT column that nobody typed.

Belongs here: following numbering.xml and the styles, and counting. Does not belong here: reading
paragraphs (`docx`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from orchestration.letters.readers.markup import attribute, child, children, is_on, local, whole

_MAX_STYLE_DEPTH = 10
_MAX_LETTERED = 26 * 4  # beyond "zzzz" digits are shorter
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, and the text around it."""

    start: int = 1
    style: str = "decimal"
    pattern: str = "%1."
    is_legal: bool = False  # legal style: the numbers of higher levels are written in digits


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted. `label` must see every paragraph once."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts_of: dict[str, str] = field(default_factory=dict)  # list → the abstract list it counts with
    styles: dict[str, tuple[str | None, etree._Element | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, properties: etree._Element | None) -> str:
        """The number that stands before a paragraph with these properties (w:pPr), or ""."""
        list_id, depth = self._place(properties)
        levels = self.lists.get(list_id or "")
        if not levels or depth not in levels:
            return ""
        level = levels[depth]
        counts = self._counts[self.counts_of[str(list_id)]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.style == "bullet":
            return "-"
        return _written(level, levels, counts)

    def _place(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """The list and the level a paragraph stands in: its own, else that of its style."""
        found = child(properties, "numPr")
        style = attribute(child(properties, "pStyle"), "val")
        for _ in range(_MAX_STYLE_DEPTH):
            if found is not None or style is None:
                break
            style, found = self.styles.get(style, (None, None))
        list_id = attribute(child(found, "numId"), "val")
        return list_id, whole(attribute(child(found, "ilvl"), "val"), 0)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists of a document from the roots of its numbering and styles parts, where it has them."""
    found = Numbering()
    abstract: dict[str, dict[int, Level]] = {}
    for element in children(numbering):
        if local(element) == "abstractNum":
            abstract[attribute(element, "abstractNumId") or ""] = _levels(element)
        elif local(element) == "num":
            _add_list(found, element, abstract)
    for style in children(styles):
        if local(style) == "style":
            based_on = attribute(child(style, "basedOn"), "val")
            found.styles[attribute(style, "styleId") or ""] = (based_on, child(style, "pPr", "numPr"))
    return found


def _add_list(found: Numbering, element: etree._Element, abstract: dict[str, dict[int, Level]]) -> None:
    list_id = attribute(element, "numId") or ""
    base = attribute(child(element, "abstractNumId"), "val") or ""
    levels = dict(abstract.get(base, {}))
    overrides = [one for one in element if local(one) == "lvlOverride"]
    for override in overrides:
        depth = whole(attribute(override, "ilvl"), 0)
        replaced = child(override, "lvl")
        level = _level(replaced) if replaced is not None else levels.get(depth, Level())
        start = attribute(child(override, "startOverride"), "val")
        levels[depth] = Level(whole(start, level.start), level.style, level.pattern, level.is_legal)
    found.lists[list_id] = levels
    # lists of one abstract list count on together, unless one of them is told to start anew
    found.counts_of[list_id] = list_id if overrides else f"abstract {base}"


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        whole(attribute(element, "ilvl"), 0): _level(element)
        for element in abstract if local(element) == "lvl"
    }


def _level(element: etree._Element) -> Level:
    pattern = attribute(child(element, "lvlText"), "val")
    return Level(
        start=whole(attribute(child(element, "start"), "val"), 1),
        style=attribute(child(element, "numFmt"), "val") or "decimal",
        pattern="" if pattern is None else pattern,
        is_legal=is_on(child(element, "isLgl")),
    )


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        other = levels.get(depth, Level())
        return _spelled(counts.get(depth, other.start), "decimal" if level.is_legal else other.style)

    return re.sub(r"%([1-9])", number, level.pattern)


def _spelled(number: int, style: str) -> str:
    if style in ("upperLetter", "lowerLetter") and 0 < number <= _MAX_LETTERED:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if style == "upperRoman" else roman
    return f"{number:02d}" if style == "decimalZero" else "" if style == "none" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


"""Who a letter is from: its head, and the province that speaks in it.

Belongs here: where to look when the head itself is silent. Does not belong here: reading the head's
lines (`grammar.head`), or matching names (`reference`).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from orchestration.letters.blocks import Letter
from orchestration.letters.captions import cited_letter
from orchestration.letters.grammar.head import Head, read_head
from orchestration.letters.grammar.plain import plain, unaccented
from orchestration.letters.register import units
from orchestration.letters.sections import Sections
from orchestration.readings import Refused, UnitSighting
from orchestration.reference.labels import find_province


def head_of(letter: Letter, sections: Sections) -> Head:
    """The head, its number and date from the annexes' captions when it is not there itself."""
    head = read_head(letter.paragraphs())
    cited = [citation for annex in sections.annexes if (citation := cited_letter(annex.caption))]
    numbers, dates = {citation.number for citation in cited}, {citation.date for citation in cited}
    if head.number is None and head.date is None and len(numbers) == len(dates) == 1:
        return replace(head, number=numbers.pop(), date=dates.pop())
    return head


def province_of(letter: Letter, head: Head) -> UnitSighting:
    """The province that issued the letter: by its head, its place, else the only one it names.

    Raises `Refused` when it names none, or several.
    """
    lines = head.issuers
    issuing = [*lines, *(f"{above} {below}" for above, below in pairwise(lines))]
    for names in (issuing, [head.place or ""], _provinces_named(letter)):
        found = {find_province(name.strip()): name.strip() for name in reversed(names) if name}
        found.pop(None, None)
        if len(found) == 1:
            ((unit_id, name),) = found.items()
            return UnitSighting(unit_id, None, name, "province", units()[unit_id or ""].parent_id)
    raise Refused(
        "phần đầu văn bản",
        "Không xác định được tỉnh, thành phố ban hành văn bản: hãy nộp bản có đầy đủ phần đầu"
        " (ví dụ «UBND TỈNH QUẢNG TRỊ»).",
        "The province that issued the letter cannot be told: submit it with its whole head"
        " (such as «UBND TỈNH QUẢNG TRỊ»).",
    )


def _provinces_named(letter: Letter) -> list[str]:
    """The provinces that the letter's text names, as it spells them: "tỉnh Quảng Trị"."""
    text = " ".join(plain(paragraph.text) for paragraph in letter.paragraphs())
    folded, names = f" {unaccented(text)} ", []
    for unit in units().values():
        if unit.level == "province":
            name = unaccented(unit.name.removeprefix("UBND "))
            at = max(folded.find(f" {name}{end}") for end in " .,;)")
            names += [text[at:at + len(name)]] if at >= 0 else []
    return names

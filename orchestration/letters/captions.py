"""What the words above and below a table say of it: whose figures, in which unit, of which letter.

Belongs here: the level, the unit of measure and the letter that a caption names. Does not belong
here: when the figures were taken (`grammar.timing`), or headings inside the table (`columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from orchestration.letters.blocks import Paragraph
from orchestration.letters.grammar.head import number_in
from orchestration.letters.grammar.moments import MOMENT, read_moment
from orchestration.letters.grammar.plain import place_of, plain, unaccented
from orchestration.readings import Level

Measure = Literal["rate", "score"]

_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("agency", re.compile(r"\b(?:cap tinh|so,? ban|cac so|co quan chuyen mon)\b")),
    ("district", re.compile(r"\b(?:cap huyen|huyen, thi xa|thi xa, thanh pho|cac huyen|ubnd huyen)\b")),
    ("commune", re.compile(r"\b(?:cap xa|xa, phuong|cac xa|phuong, dac khu|dac khu)\b")),
)
_UNIT = re.compile(r"\b(?:don vi tinh|dvt)\s?:?\s?(?P<unit>%|diem|phan tram)")
_ATTACHED = re.compile(rf"kem theo[^0-9]{{0,40}}?(?P<number>\bso\b.{{2,40}}?)\s(?P<moment>ngay\s{MOMENT})")


@dataclass(frozen=True, slots=True)
class CitedLetter:
    """The letter an annex says it belongs to; None for what it does not say legibly."""

    number: str | None
    date: date | None
    text: str
    place: str


def level_named(text: str) -> Level | None:
    """The one level of units that `text` speaks of; None when it names none, or several."""
    folded = unaccented(plain(text))
    named = [level for level, words in _LEVELS if words.search(folded)]
    return named[0] if len(named) == 1 else None


def measure_named(paragraphs: Iterable[Paragraph]) -> Measure | None:
    """What "Đơn vị tính: …" says the figures of a whole table are."""
    for paragraph in paragraphs:
        match = _UNIT.search(unaccented(plain(paragraph.text)))
        if match:
            return "score" if match["unit"] == "diem" else "rate"
    return None


def cited_letter(paragraphs: Iterable[Paragraph]) -> CitedLetter | None:
    """The letter in "(Kèm theo Công văn số … ngày … tháng … năm …)", the first one found."""
    for paragraph in paragraphs:
        text = plain(paragraph.text)
        match = _ATTACHED.search(unaccented(text))
        if match:
            moment = read_moment(match["moment"])
            return CitedLetter(
                number_in(text[match.start("number"):match.end("number")]),
                moment.on(None) if moment else None,
                text[match.start():match.end()],
                place_of(paragraph),
            )
    return None


def is_annex_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph opens an annex: "Phụ lục", "Phụ lục 1", "PHỤ LỤC II"."""
    return re.match(r"\W*phu luc\b(?!\s+kem)", unaccented(plain(paragraph.text))) is not None


def is_table_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph announces a table of results: "KẾT QUẢ ĐÁNH GIÁ …" in capitals."""
    text = plain(paragraph.text)
    return text == text.upper() and re.match(r"\W*(?:ket qua|bang|bieu)\b", unaccented(text)) is not None


def is_footnote(paragraph: Paragraph) -> bool:
    """Whether a paragraph below a table still speaks of it: "* …", "Ghi chú: …", "Thời điểm chốt …"."""
    text = plain(paragraph.text)
    return text.startswith(("*", "(*", "¹", "(1)")) or re.match(
        r"\W*(?:ghi chu|nguon|luu y|thoi diem chot|so lieu)\b", unaccented(text)
    ) is not None


def is_page_mark(paragraph: Paragraph) -> bool:
    """Whether a paragraph is nothing but a page number."""
    text = unaccented(plain(paragraph.text))
    return re.fullmatch(r"\W*(?:trang\s)?[0-9]{1,4}(?:/[0-9]{1,4})?\W*", text) is not None

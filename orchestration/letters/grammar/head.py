"""The head of a letter: who issued it, its number, place and date, and what it is about.

Belongs here: the words above the body, as Nghị định 30/2020/NĐ-CP lays them out, however a reader
broke them into lines. Does not belong here: which province the issuer is (`reading` asks the
reference data), or the captions of annexes (`captions`), which never overrule the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from orchestration.letters.blocks import Paragraph
from orchestration.letters.grammar.moments import MOMENT, read_moment
from orchestration.letters.grammar.plain import plain, unaccented

_MAX_HEAD_LINES = 40
_MAX_SUBJECT_LINES = 6
_ADDRESSEE = re.compile(r"kinh gui\b")
_MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap\s?[-–.]?\s?tu do\s?[-–.]?\s?hanh phuc")
_NUMBER = re.compile(
    r"\W*\bso\s?[:.]?\s?(?P<serial>[0-9]{1,6}[a-z]?)\s?/\s?(?P<symbol>[a-z0-9&]+(?:\s?-\s?[a-z0-9&]+)*)"
)
_DATED = re.compile(rf"\W*(?:(?P<place>[^\W0-9][^0-9,:;/()]{{1,60}}?),?\s?)?\bngay\s(?P<moment>{MOMENT})")
_CITATION = re.compile(r"\b(?:can cu|thuc hien|theo|quyet dinh|cong van|nghi quyet|chi thi|thong tu)\b")
_SUBJECT = re.compile(r"\W*(?:v\s?/\s?v|ve viec)\b")
_KIND_OF_DOCUMENT = re.compile(r"\W*(?:bao cao|thong bao|quyet dinh|ke hoach|to trinh)\W*")
_RULE = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; None for what it does not say.

    `issuers` are the lines naming the issuing bodies, the superior one first; `number` is without
    blanks ("694/VP-NC"); `subject` keeps its "V/v".
    """

    issuers: tuple[str, ...] = ()
    number: str | None = None
    place: str | None = None
    date: date | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    folded: str


def read_head(paragraphs: Iterable[Paragraph]) -> Head:
    """The head found in the first lines of `paragraphs`, up to "Kính gửi"."""
    lines = list(_head_lines(paragraphs))
    number_at, number = _number(lines)
    place, day = _place_and_date(lines)
    return Head(_issuers(lines, number_at), number, place, day, _subject(lines))


def number_in(text: str) -> str | None:
    """The document number after "số" at the start of `text` (from `plain`), without blanks."""
    match = _NUMBER.match(unaccented(text))
    if match is None:
        return None
    symbol = re.sub(r"\s", "", text[match.start("symbol"):match.end("symbol")])
    return f"{text[match.start('serial'):match.end('serial')]}/{symbol}"


def _head_lines(paragraphs: Iterable[Paragraph]) -> Iterator[_Line]:
    seen = 0
    for paragraph in paragraphs:
        for line in paragraph.text.splitlines():
            text = _without_motto(plain(line))
            folded = unaccented(text)
            if _ADDRESSEE.match(folded) or seen >= _MAX_HEAD_LINES:
                return
            if not _RULE.fullmatch(folded):
                seen += 1
                yield _Line(text, folded)


def _without_motto(text: str) -> str:
    """`text` without the national motto, which a two-column head may put on the issuer's line."""
    match = _MOTTO.search(unaccented(text))
    return text if match is None else (text[: match.start()] + text[match.end():]).strip()


def _number(lines: list[_Line]) -> tuple[int, str | None]:
    for at, line in enumerate(lines):
        number = number_in(line.text)
        if number:
            return at, number
    return len(lines), None


def _issuers(lines: list[_Line], number_at: int) -> tuple[str, ...]:
    above = lines[: min(number_at, _MAX_SUBJECT_LINES)]
    return tuple(line.text for line in above if line.text == line.text.upper() and not _is_stop(line))


def _place_and_date(lines: list[_Line]) -> tuple[str | None, date | None]:
    broken = (_Line(f"{a.text} {b.text}", f"{a.folded} {b.folded}") for a, b in pairwise(lines))
    for line in (*lines, *broken):  # a narrow column breaks "ngày 05 tháng 02" from "năm 2024"
        number = _NUMBER.match(line.folded)
        start = number.end() if number else 0
        match = None if _CITATION.search(line.folded) else _DATED.match(line.folded, start)
        moment = read_moment(match["moment"]) if match else None
        day = moment.on(None) if moment else None
        if match and day:
            place = line.text[match.start("place"):match.end("place")].strip() if match["place"] else ""
            return place or None, day
    return None, None


def _subject(lines: list[_Line]) -> str | None:
    for at, line in enumerate(lines):
        if _SUBJECT.match(line.folded):
            return _joined(lines[at:])
        if _KIND_OF_DOCUMENT.fullmatch(line.folded) and at + 1 < len(lines):
            return _joined(lines[at + 1:])
    return None


def _joined(lines: list[_Line]) -> str:
    """A subject broken into lines, whole; the place and date of a two-column head are no part of it."""
    taken = [lines[0].text]
    for line in lines[1:_MAX_SUBJECT_LINES]:
        if _is_stop(line):
            break
        taken.append(line.text)
    return " ".join(taken)


def _is_stop(line: _Line) -> bool:
    return bool(_NUMBER.match(line.folded) or _DATED.match(line.folded) or line.text[0] in "-+•")

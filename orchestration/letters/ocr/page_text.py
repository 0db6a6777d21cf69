"""The words of a page outside its tables → paragraphs in reading order.

Belongs here: lines, columns of a letter's head, lines joined into paragraphs, noise left out, and a
second look at every line that holds digits. Does not belong here: tables, or what the words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median

from orchestration.letters.grammar.plain import unaccented
from orchestration.letters.ocr.cleaning import for_words
from orchestration.letters.ocr.engine import Engine, Word
from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.pictures import Box
from orchestration.letters.ocr.vote import UNREAD

GAP_IN_HEIGHTS = 2.0  # words further apart stand in different columns
MIN_CONFIDENCE = 35
LINE_MARGIN_PX = 8
JOIN_IN_HEIGHTS = 0.7
FULL_LINE_SHARE = 0.85
STARTS_PARAGRAPH = re.compile(
    r"[-–—+*•~(]|\d{1,2}[.)]\s|[a-zđ]\)\s|[IVX]{1,4}[.)]\s|Phụ lục|Nơi nhận|Kính gửi"
)
DIGITS = re.compile(r"\d+(?:[.,/:-]\d+)*")
LOOKALIKES = str.maketrans({"!": "1", "|": "1", "l": "1", "I": "1", "O": "0", "⁄": "/", "∕": "/"})
NEXT_TO_DIGIT = re.compile(r"(?<=[\d/,.])[!|lIO⁄∕]+|[!|lIO⁄∕]+(?=[\d/,.])")
FACT = re.compile(r"diem|chot|luy ke|\b(?:ngay|thang|quy|nam|so)\b|%|\d ?[.,/] ?\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in one column, its box in the upright page, and readings whose digits differ."""

    text: str
    box: Box
    alternatives: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def read_lines(engine: Engine, page: Grey, place: str) -> list[Line]:
    """The lines of an upright page whose tables are painted over, in reading order.

    A line with digits is read three times; where the digits differ the other readings are kept.
    """
    segments = [part for words in engine.lines(page, place) for part in _columns(words)]
    lines = [_line(part) for part in segments if not _is_noise(part)]
    return [_looked_at_again(engine, page, line) for line in _in_reading_order(lines)]


def joined(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that make one paragraph together; a line with alternatives stays alone."""
    paragraph: list[Line] = []
    right = max((line.box[2] for line in lines), default=0)
    for line in lines:
        if paragraph and not _goes_on(paragraph[-1], line, right):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _columns(words: Sequence[Word]) -> Iterator[list[Word]]:
    gap = GAP_IN_HEIGHTS * median(word.box[3] - word.box[1] for word in words)
    part = [words[0]]
    for word in words[1:]:
        if word.box[0] - part[-1].box[2] > gap:
            yield part
            part = []
        part.append(word)
    yield part


def _is_noise(words: Sequence[Word]) -> bool:
    return sum(word.confidence for word in words) < MIN_CONFIDENCE * len(words)


def _line(words: Sequence[Word]) -> Line:
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return Line(" ".join(word.text for word in words), (min(lefts), min(tops), max(rights), max(bottoms)))


def _in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Top to bottom; where two columns stand side by side, the left one first as long as they do."""
    ordered: list[Line] = []
    waiting = list(lines)
    while waiting:
        line = waiting[0]
        beside = next((other for other in waiting[1:] if _is_beside(line, other)), None)
        if beside is None:
            ordered.append(waiting.pop(0))
            continue
        gutter = (min(line.box[2], beside.box[2]) + max(line.box[0], beside.box[0])) // 2
        run = _until_crossed(waiting, gutter)
        ordered += [part for part in run if part.box[2] <= gutter]
        ordered += [part for part in run if part.box[2] > gutter]
        waiting = waiting[len(run):]
    return ordered


def _is_beside(line: Line, other: Line) -> bool:
    overlap = min(line.box[3], other.box[3]) - max(line.box[1], other.box[1])
    apart = line.box[2] <= other.box[0] or other.box[2] <= line.box[0]
    return apart and overlap > 0.5 * min(line.height, other.height)


def _until_crossed(lines: Sequence[Line], gutter: int) -> list[Line]:
    run: list[Line] = []
    for line in lines:
        if line.box[0] < gutter < line.box[2]:
            break
        run.append(line)
    return run


def _looked_at_again(engine: Engine, page: Grey, line: Line) -> Line:
    """The line as most of three readings give its digits, with those that differ."""
    if not DIGITS.search(line.text) or not FACT.search(unaccented(line.text)):
        return line
    left, top, right, bottom = line.box
    strip = page[max(top - LINE_MARGIN_PX, 0):bottom + LINE_MARGIN_PX,
                 max(left - LINE_MARGIN_PX, 0):right + LINE_MARGIN_PX]
    views = islice(for_words(strip), 1, 3)
    readings = [line.text, *(engine.words(view, one_line=True) for view in views)]
    votes = Counter(map(digits_of, readings))
    text = max(readings, key=lambda reading: votes[digits_of(reading)])  # the first of equals
    differing = [other or UNREAD for other in readings if digits_of(other) != digits_of(text)]
    return replace(line, text=text, alternatives=tuple(dict.fromkeys(differing)))


def digits_of(text: str) -> tuple[str, ...]:
    """The numbers in a line; a letter that looks like a digit counts as one beside digits."""
    digits = NEXT_TO_DIGIT.sub(lambda match: match.group().translate(LOOKALIKES), text)
    return tuple(DIGITS.findall(re.sub(r"\s*/[\s/]*", "/", digits)))


def _goes_on(above: Line, below: Line, right: int) -> bool:
    if above.alternatives or below.alternatives or STARTS_PARAGRAPH.match(below.text):
        return False
    gap = below.box[1] - above.box[3]
    if not -above.height < gap < JOIN_IN_HEIGHTS * above.height:
        return False
    is_title = above.text == above.text.upper() and below.text == below.text.upper()
    return is_title or above.box[2] >= FULL_LINE_SHARE * right

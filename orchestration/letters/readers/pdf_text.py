"""The characters of a PDF page → words, lines and paragraphs, as they stand on the page.

A letterhead stands in two columns, and so does the end of a letter: lines that leave the same gutter
free are read column by column. Lines join into a paragraph as long as nothing says that the writer
broke them: another font, more room, an indent for a list, room left at the end of a line.

Belongs here: positions of text. Does not belong here: ruled tables (`pdf_tables`), trust in the text
layer (`pdf_layer`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from pdfplumber.utils.text import WordExtractor

from orchestration.letters.blocks import Paragraph
from orchestration.letters.readers.cleaning import RAISED, clean

Character = dict[str, Any]

WORD_GAP: Final = 0.15  # of the font size; Vietnamese fonts' blank is 0.25 wide
GUTTER: Final = 2.0  # of the font size: no justified line stretches a blank so far
LIKELY_GUTTER: Final = 0.7  # enough where a line next to it has a gutter at the same place
_MARGIN: Final = 0.1  # of the page's height, where page numbers stand
_LIGATURES: Final = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")
_PAGE_NUMBER = re.compile(r"(?i)\W*(trang\s*)?\d{1,4}(\s*/\s*\d{1,4})?\W*")
_OPENS = re.compile(r"(?i)(?:[-+*•–]\s|\*|\d{1,2}[.)]\s|[a-zđ]\)\s|số\s*:|v/v\s|\(\s*kèm|kính gửi|nơi nhận)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands, in points from the page's top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str

    @property
    def middle(self) -> float:
        """Half way down the word."""
        return (self.top + self.bottom) / 2


Words = Sequence[Word]


def prepared(page: Any) -> list[Character]:
    """The characters on a page, once each: doubled ones (false bold) dropped, accents on their letters."""
    found: list[Character] = []
    for character in _once(one for one in page.chars if _is_on_page(one, page.bbox)):
        if found and unicodedata.combining(character["text"][:1]):
            found[-1] = {**found[-1], "text": found[-1]["text"] + character["text"]}
        else:
            found.append(character)
    return found


def words_of(characters: Sequence[Character]) -> list[Word]:
    """The words that characters form; text turned by a quarter is read in its own direction.

    A small raised digit becomes "¹": a footnote mark is no part of the figure before it.
    """
    down = sum(1 for one in characters if not one["upright"] and one["matrix"][1] < 0)
    up = sum(1 for one in characters if not one["upright"] and one["matrix"][1] > 0)
    extractor = WordExtractor(
        x_tolerance_ratio=WORD_GAP,
        char_dir_rotated="btt" if up > down else "ttb", line_dir_rotated="ltr" if up > down else "rtl",
    )
    found = extractor.extract_words(list(characters), return_chars=True)
    return [
        Word(_with_raised_digits(one["chars"]), one["x0"], one["x1"], one["top"], one["bottom"],
             one["chars"][0]["size"], one["chars"][0]["fontname"])
        for one in found
    ]


def lines_of(words: Words) -> list[list[Word]]:
    """Words by the lines they stand in, top to bottom, each left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.x0)):
        if lines and min(one.top for one in lines[-1]) <= word.middle <= max(one.bottom for one in lines[-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: one.x0) for line in lines]


def text_of(line: Words) -> str:
    """The words of a line with blanks between them, except where only the font changes."""
    parts = [line[0].text] if line else []
    for before, after in pairwise(line):
        parts += ["" if after.x0 - before.x1 < WORD_GAP * before.size else " ", after.text]
    return "".join(parts)


def without_page_number(words: Words, page: Any) -> list[Word]:
    """The words of a page without the number that stands alone in its upper or lower margin."""
    top, bottom = page.bbox[1] + _MARGIN * page.height, page.bbox[3] - _MARGIN * page.height
    return [
        word for line in lines_of(words) for word in line
        if top < word.middle < bottom or not _PAGE_NUMBER.fullmatch(text_of(line))
    ]


def paragraphs_of(words: Words, page: int) -> list[Paragraph]:
    """The paragraphs that words form, in reading order; lines of one keep their breaks."""
    found = []
    for column in _columns(lines_of(words)):
        for paragraph in _paragraphs(column):
            text = clean("\n".join(text_of(line) for line in paragraph))
            if text:
                found.append(Paragraph(text, page))
    return found


def _once(characters: Iterable[Character]) -> Iterator[Character]:
    """Characters without those printed again less than a point away."""
    seen: set[tuple[Any, ...]] = set()
    for one in characters:
        x, y = int(one["x0"]), int(one["top"])
        print_of = (one["text"], one["fontname"])
        if not any((*print_of, x + right, y + down) in seen for right in (-1, 0, 1) for down in (-1, 0, 1)):
            yield one
        seen.add((*print_of, x, y))


def _is_on_page(character: Character, bbox: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = bbox
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return left <= x <= right and top <= y <= bottom


def _with_raised_digits(characters: Sequence[Character]) -> str:
    parts = []
    base = characters[0]
    for one in characters:
        if _is_raised(one, base):
            parts.append(one["text"].translate(RAISED))
        else:
            parts.append(unicodedata.normalize("NFKC", one["text"]) if one["text"] in _LIGATURES else one["text"])
            base = one
    return "".join(parts)


def _is_raised(character: Character, base: Character) -> bool:
    return bool(
        character["text"].isdigit()
        and character["size"] < 0.8 * base["size"]
        and character["bottom"] < base["bottom"] - 0.12 * base["size"]
        and character["bottom"] > base["top"]
    )


def _columns(lines: list[list[Word]]) -> Iterator[list[list[Word]]]:
    """Lines as they are read: over the full width or, where a gutter parts them, column by column."""
    columns: list[list[list[Word]]] = []
    for segments in _split(lines):
        homes = [_home(segment, columns) for segment in segments]
        fits = None not in homes and len(set(homes)) == len(homes)
        if fits and (len(segments) > 1 or len(columns) == 1 or _is_below(segments[0], columns[homes[0] or 0])):
            for segment, home in zip(segments, homes, strict=True):
                columns[home or 0].append(segment)
        else:
            yield from columns
            columns = [[segment] for segment in segments]
    yield from columns


def _split(lines: list[list[Word]]) -> list[list[list[Word]]]:
    """Each line cut at its gutters: wide gaps, and smaller ones beside a neighbour's gutter."""
    gutters = [[gap for gap in pairwise(line) if _is_gap(*gap, GUTTER)] for line in lines]
    order = range(len(lines))
    for at, beside in [*pairwise(order), *pairwise(reversed(order))]:
        gutters[beside] = gutters[beside] or _at_same_place(lines[beside], gutters[at])
    return [_cut(line, {after for _, after in gaps}) for line, gaps in zip(lines, gutters, strict=True)]


def _is_gap(before: Word, after: Word, width: float) -> bool:
    return after.x0 - before.x1 > width * before.size and not _OPENS.fullmatch(before.text + " ")


def _at_same_place(line: list[Word], gutters: list[tuple[Word, Word]]) -> list[tuple[Word, Word]]:
    return [
        (before, after) for before, after in pairwise(line)
        if _is_gap(before, after, LIKELY_GUTTER)
        and any(before.x1 < right.x0 and after.x0 > left.x1 for left, right in gutters)
    ]


def _cut(line: list[Word], starts: set[Word]) -> list[list[Word]]:
    segments: list[list[Word]] = []
    for word in line:
        if not segments or word in starts:
            segments.append([])
        segments[-1].append(word)
    return segments


def _home(segment: list[Word], columns: list[list[list[Word]]]) -> int | None:
    """The one column whose width a segment shares; None when it is in none, or in several."""
    shared = [
        at for at, column in enumerate(columns)
        if segment[0].x0 < max(line[-1].x1 for line in column)
        and segment[-1].x1 > min(line[0].x0 for line in column)
    ]
    return shared[0] if len(shared) == 1 else None


def _is_below(segment: list[Word], column: list[list[Word]]) -> bool:
    """Whether a line that stands alone goes on with a column: right below, and in line with it."""
    size, last = segment[0].size, column[-1]
    is_aligned = abs(segment[0].x0 - last[0].x0) < size / 2 or _is_centred(segment, last)
    return _room(last, segment) < size and is_aligned


def _is_centred(line: list[Word], other: list[Word]) -> bool:
    return abs(line[0].x0 + line[-1].x1 - other[0].x0 - other[-1].x1) < line[0].size / 2


def _paragraphs(lines: list[list[Word]]) -> Iterator[list[list[Word]]]:
    """The lines of one column, cut into paragraphs."""
    rooms = sorted(_room(above, below) for above, below in pairwise(lines))
    room = rooms[len(rooms) // 4] if rooms else 0.0  # most lines are inside paragraphs
    right = max(line[-1].x1 for line in lines)
    paragraph: list[list[Word]] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph[-1], line, room, right):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _goes_on(above: list[Word], below: list[Word], room: float, right: float) -> bool:
    """Whether `below` continues the paragraph of `above`, in a column that ends at `right`."""
    first = below[0]
    if _room(above, below) > room + 0.4 * first.size or _OPENS.match(text_of(below)):
        return False
    if (above[0].font, round(above[0].size)) != (first.font, round(first.size)):
        return False
    had_room = above[-1].x1 + 0.3 * first.size + (first.x1 - first.x0) < right
    return _is_centred(above, below) or not had_room


def _room(above: list[Word], below: list[Word]) -> float:
    return min(word.top for word in below) - max(word.bottom for word in above)

"""Plain text and markdown → blocks: paragraphs with their lines, tables of tabs or of pipes.

Belongs here: how a text file lays out what other formats mark up. Does not belong here: bytes and
encodings (`decoding`), which rows of a grid are the table proper (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from orchestration.letters.blocks import Block, Letter, Paragraph
from orchestration.letters.readers.cleaning import clean
from orchestration.letters.readers.decoding import decode_text
from orchestration.letters.readers.grids import Line, text_slot
from orchestration.letters.readers.limits import CellBudget, refuse_oversized, warning
from orchestration.letters.readers.soft_hyphens import without_soft_hyphens
from orchestration.letters.readers.tables import arrange
from orchestration.readings import Refused

MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_LINES = 50_000
MAX_LINE_CHARACTERS = 20_000

_PLACE = "tệp văn bản"
_LIST_ITEM = re.compile(r"\s*(?:[-+*•–]\s|[0-9]{1,2}[.)]\s|[a-zđ]\)\s)")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*|\s*\|\s*:?-+:?\s*\|\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKDOWN = re.compile(r"(?m)^#{1,6} |\*\*[^*\n]+\*\*|^\s*\|?\s*:?-{2,}:?\s*\||<https?://|\]\(https?://")
_MARKS = (
    (re.compile(r"(\*\*|(?<!\w)__)(?=\S)([\s\S]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"(?m)^#{1,6} "), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|~-])"), r"\1"),
)

_CUT_OFF = warning(
    "Tệp kết thúc ngay trong một dòng của bảng: có thể đã bị cắt cụt, hãy kiểm tra dòng cuối.",
    "The file ends inside a row of a table: it may be cut off, check the last row.",
)

_Layout = Literal["blank", "tabs", "pipes", "words"]


class _TextLine(NamedTuple):
    number: int
    text: str
    layout: _Layout


def read(payload: bytes) -> Letter:
    """The letter in a text or markdown file; every block knows its 1-based lines.

    Raises `Refused` for a file that is empty, no text, or longer than any letter.
    """
    refuse_oversized(payload, _PLACE, MAX_TEXT_BYTES)
    text = decode_text(payload)
    is_markdown = _MARKDOWN.search(text) is not None
    lines = [_TextLine(at, line, _layout_of(line)) for at, line in enumerate(text.split("\n"), start=1)]
    _refuse_overlong(lines)
    blocks = tuple(_blocks(lines, is_markdown))
    if not blocks:
        refuse_oversized(b"", _PLACE)
    warnings = (_CUT_OFF,) if lines[-1].layout in ("tabs", "pipes") else ()
    return without_soft_hyphens(Letter("markdown" if is_markdown else "text", blocks, warnings=warnings))


def _layout_of(line: str) -> _Layout:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if "\t" in stripped or line.rstrip(" \r").count("\t") > 1:
        return "tabs"
    return "pipes" if stripped.startswith("|") or _PIPE_RULE.fullmatch(line) else "words"


def _refuse_overlong(lines: list[_TextLine]) -> None:
    longest = max(lines, key=lambda line: len(line.text))
    if len(lines) <= MAX_LINES and len(longest.text) <= MAX_LINE_CHARACTERS:
        return
    raise Refused(
        f"{_PLACE}, dòng {longest.number}",
        f"Tệp có {len(lines)} dòng, dòng dài nhất {len(longest.text)} ký tự: nhiều hơn mọi công văn."
        " Hãy chỉ giữ lại phần công văn rồi nộp lại.",
        f"The file has {len(lines)} lines, the longest of {len(longest.text)} characters: more than any"
        " letter. Keep only the letter and submit it again.",
    )


def _blocks(lines: list[_TextLine], is_markdown: bool) -> Iterator[Block]:
    budget = CellBudget()
    for layout, run in groupby(lines, key=lambda line: line.layout):
        if layout == "words":
            yield from _paragraphs(list(run), is_markdown)
        elif layout != "blank":
            yield from arrange([_grid_line(line, budget) for line in run if not _is_rule(line)])


def _is_rule(line: _TextLine) -> bool:
    return line.layout == "pipes" and _PIPE_RULE.fullmatch(line.text) is not None


def _grid_line(line: _TextLine, budget: CellBudget) -> Line:
    """A line's cells; a row of pipes may leave out its last one."""
    if line.layout == "tabs":
        texts = line.text.split("\t")
    else:
        texts = _PIPE.split(line.text.strip().removeprefix("|"))
        texts = texts[:-1] if not texts[-1].strip() else texts
    budget.spend(len(texts), f"{_PLACE}, dòng {line.number}")
    return Line(tuple(text_slot(_unmarked(text), line=line.number) for text in texts), line=line.number)


def _paragraphs(lines: list[_TextLine], is_markdown: bool) -> Iterator[Paragraph]:
    """Consecutive lines are one paragraph; an item of a list begins another."""
    begun: list[list[_TextLine]] = []
    for line in lines:
        if not begun or _LIST_ITEM.match(line.text):
            begun.append([])
        begun[-1].append(line)
    for paragraph in begun:
        text = "\n".join(line.text for line in paragraph)
        text = clean(_unmarked(text) if is_markdown else text)
        if text:
            yield Paragraph(text, line=paragraph[0].number)


def _unmarked(text: str) -> str:
    """Markdown's words without its marks; a lone "*" is a footnote's and stays."""
    for mark, meaning in _MARKS:
        text = mark.sub(meaning, text)
    return text

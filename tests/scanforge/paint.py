"""Draws pages of paragraphs and ruled tables as a printer would put them on A4.

Belongs here: wrapping, page breaks with repeated headers, merged cells. Does not belong here: what a
scanner does to the page (`wear`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

LEFT, UP = "\N{LEFTWARDS ARROW}", "\N{UPWARDS ARROW}"  # a cell that belongs to its neighbour
A4_MM = (210.0, 297.0)
MARGINS_MM = (30.0, 20.0, 15.0, 20.0)  # left, top, right, bottom
PADDING_MM = 1.2
SUPERSAMPLING = 2
FONT_FOLDER = Path("/usr/share/fonts/truetype")
FAMILIES = (
    ("croscore", "Tinos-Regular", "Tinos-Bold", "Tinos-Italic"),
    ("liberation2", "LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic"),
    ("dejavu", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif"),
)
Align = Literal["left", "center"]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    size_pt: float = 13
    bold: bool = False
    italic: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Grid:
    """A table; the first row is the header and is repeated on each page it runs over.

    A cell of `LEFT` or `UP` is merged into its neighbour on that side. Numbers are centred.
    """

    rows: Sequence[Sequence[str]]
    widths_mm: Sequence[float]
    size_pt: float = 12
    ruled: bool = True
    align: Align | None = None


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a new page."""


Block = Text | Grid | PageBreak


class NoVietnameseFont(RuntimeError):
    """No font with Vietnamese letters is installed: Debian's fonts-croscore has one."""


@cache
def font(pixels: int, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
    """The first installed serif font that has Vietnamese letters, at a size in pixels."""
    for folder, regular, heavy, slanted in FAMILIES:
        path = FONT_FOLDER / folder / f"{heavy if bold else slanted if italic else regular}.ttf"
        if path.exists():
            return ImageFont.truetype(str(path), pixels)
    raise NoVietnameseFont(NoVietnameseFont.__doc__)


def paint(blocks: Iterable[Block], dpi: int) -> list[Image.Image]:
    """The pages, 8-bit grey, A4 at `dpi`."""
    return _Printer(dpi * SUPERSAMPLING).run(blocks)


class _Printer:
    def __init__(self, dpi: int) -> None:
        self._dpi = dpi
        self._pages: list[Image.Image] = []
        self._new_page()

    def run(self, blocks: Iterable[Block]) -> list[Image.Image]:
        for block in blocks:
            if isinstance(block, PageBreak):
                self._new_page()
            elif isinstance(block, Text):
                self._text(block)
            else:
                self._grid(block)
        half = (self._pages[0].width // SUPERSAMPLING, self._pages[0].height // SUPERSAMPLING)
        return [page.resize(half, Image.Resampling.BOX) for page in self._pages]

    def _px(self, mm: float) -> int:
        return round(mm / 25.4 * self._dpi)

    def _new_page(self) -> None:
        page = Image.new("L", (self._px(A4_MM[0]), self._px(A4_MM[1])), 255)
        self._pages.append(page)
        self._draw = ImageDraw.Draw(page)
        self._top = self._px(MARGINS_MM[1])

    def _room(self, height: int) -> bool:
        return self._top + height <= self._px(A4_MM[1] - MARGINS_MM[3])

    def _text(self, block: Text) -> None:
        face = font(round(block.size_pt / 72 * self._dpi), block.bold, block.italic)
        left, width = self._px(MARGINS_MM[0]), self._px(A4_MM[0] - MARGINS_MM[0] - MARGINS_MM[2])
        lines = wrap(block.text, face, width)
        height = _line_height(face)
        for line in lines:
            if not self._room(height):
                self._new_page()
            self._line(line, face, left, width, block.align)
            self._top += height
        self._top += self._px(2)

    def _line(self, line: str, face: ImageFont.FreeTypeFont, left: int, width: int, align: Align) -> None:
        shift = (width - face.getlength(line)) / 2 if align == "center" else 0
        self._draw.text((left + shift, self._top), line, font=face, fill=0)

    def _grid(self, grid: Grid) -> None:
        faces = [font(round(grid.size_pt / 72 * self._dpi), bold) for bold in (False, True)]
        edges = [self._px(MARGINS_MM[0] + sum(grid.widths_mm[:n])) for n in range(len(grid.widths_mm) + 1)]
        header_height = _row_height(grid.rows[0], edges, faces[grid.ruled], self._px(PADDING_MM))
        for number, row in enumerate(grid.rows):
            face = faces[number == 0 and grid.ruled]
            height = _row_height(row, edges, face, self._px(PADDING_MM))
            if not self._room(height):
                self._new_page()
                self._row(grid, 0, edges, faces[1], header_height)
            self._row(grid, number, edges, face, height)
        self._top += self._px(2)

    def _row(
        self, grid: Grid, number: int, edges: list[int], face: ImageFont.FreeTypeFont, height: int,
    ) -> None:
        row = grid.rows[number]
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else [""] * len(row)
        for column, text in enumerate(row):
            right = column + 1
            while right < len(row) and row[right] == LEFT:
                right += 1
            if text == LEFT:
                continue
            if grid.ruled:
                self._rules(edges[column], edges[right], height, text != UP, below[column] != UP)
            if text != UP:
                self._cell(grid, text, edges[column], edges[right], height, face, number)
        self._top += height

    def _rules(self, left: int, right: int, height: int, above: bool, below: bool) -> None:
        pen = max(self._px(0.18), 1)
        top, bottom = self._top, self._top + height
        self._draw.line((left, top, left, bottom), fill=0, width=pen)
        self._draw.line((right, top, right, bottom), fill=0, width=pen)
        if above:
            self._draw.line((left, top, right, top), fill=0, width=pen)
        if below:
            self._draw.line((left, bottom, right, bottom), fill=0, width=pen)

    def _cell(
        self, grid: Grid, text: str, left: int, right: int, height: int,
        face: ImageFont.FreeTypeFont, number: int,
    ) -> None:
        padding = self._px(PADDING_MM)
        width = right - left - 2 * padding
        lines = wrap(text, face, width)
        is_name = any(letter.isalpha() for letter in text) and (number > 0 or not grid.ruled)
        align: Align = grid.align or ("left" if is_name else "center")
        start = self._top
        self._top += (height - len(lines) * _line_height(face)) // 2
        for line in lines:
            self._line(line, face, left + padding, width, align)
            self._top += _line_height(face)
        self._top = start


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into lines no wider than `width` pixels, at spaces."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _line_height(face: ImageFont.FreeTypeFont) -> int:
    return round(face.size * 1.25)


def _row_height(row: Sequence[str], edges: list[int], face: ImageFont.FreeTypeFont, padding: int) -> int:
    tallest = 1
    for column, text in enumerate(row):
        if text not in (LEFT, UP):
            right = column + 1
            while right < len(row) and row[right] == LEFT:
                right += 1
            tallest = max(tallest, len(wrap(text, face, edges[right] - edges[column] - 2 * padding)))
    return tallest * _line_height(face) + 2 * padding

"""A cell's picture made ready for several readings, each cleaned in another way.

Belongs here: cutting a cell out without its lines, finding its ink, smoothing, thresholds, scales.
Does not belong here: reading (`engine`), choosing among readings (`vote`).

The five ways for figures were chosen among nine by trial (`bench/ocr.py`): alone each misreads one
to five figures in a hundred on worn pages, but in 7,700 cells no four of them agreed on a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.pictures import Box

EDGE_PX = 14  # lines are wiped only this near to the cell's edge: a flat "2" looks like a line
LEAST_EDGE_PX = 3
DARK = 150
SPECK_AREA_PX = 20
SPECK_HEIGHT_PX = 4
AROUND_INK_PX = 4
SIGN_WIDTH = (0.2, 1.0)  # of the ink's height, for each sign; measured: 0.24 ("1") to 0.83 ("100%")
FRAME_PX = 20


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A cell cut to its ink. `is_disturbed`: strokes run in from outside, a grey seal for instance."""

    ink: Grey
    is_disturbed: bool

    def fits(self, figure: str) -> bool:
        """Whether the ink is as wide as so many signs: a lone "7" beside a seal's arc is not."""
        height, width = (side - 2 * AROUND_INK_PX for side in self.ink.shape)
        narrowest, widest = SIGN_WIDTH
        return narrowest <= width / (max(height, 1) * max(len(figure), 1)) <= widest


def cut_cell(table: Grey, rules: Grey, box: Box) -> CellPicture | None:
    """The ink of a cell of a rectified table, its ruled lines wiped out; None for a blank cell."""
    left, top, right, bottom = box
    cell = table[top:bottom, left:right].copy()
    if min(cell.shape) <= 2 * LEAST_EDGE_PX:
        return None
    edge = max(min(EDGE_PX, cell.shape[0] // 6, cell.shape[1] // 6), LEAST_EDGE_PX)
    lines = cv2.dilate(rules[top:bottom, left:right], np.ones((7, 7), np.uint8))
    lines[edge:-edge, edge:-edge] = 0
    cell[lines > 0] = 255
    found = _ink_box(cell[2:-2, 2:-2])
    if found is None:
        return None
    (left, top, right, bottom), is_disturbed = found
    rows = slice(max(top + 2 - AROUND_INK_PX, 0), bottom + 2 + AROUND_INK_PX)
    columns = slice(max(left + 2 - AROUND_INK_PX, 0), right + 2 + AROUND_INK_PX)
    return CellPicture(cell[rows, columns], is_disturbed)


def for_figures(ink: Grey) -> Iterator[Grey]:
    """The four pictures of a cell in which the figures are read as one line."""
    yield _framed(_black_and_white(_smooth(cv2.medianBlur(ink, 3).astype(np.uint8), 1.0)))
    yield _framed(_smooth(ink, 1.2))
    yield _framed(_scaled(_smooth(ink, 1.5), 0.7))
    yield _framed(cv2.erode(_black_and_white(_smooth(ink, 1.2)), np.ones((2, 2), np.uint8)).astype(np.uint8))


def for_words(ink: Grey) -> Iterator[Grey]:
    """Up to five pictures in which words are read; the first three do for most cells."""
    yield _framed(_smooth(ink, 1.2))
    yield _framed(_black_and_white(_smooth(ink, 1.5)))
    yield _framed(_scaled(_smooth(ink, 1.2), 0.75))
    yield _framed(_smooth(ink, 2.0))
    yield _framed(_scaled(_black_and_white(_smooth(ink, 1.2)), 0.6))


def _ink_box(cell: Grey) -> tuple[Box, bool] | None:
    """The box around everything that is more than a speck, and whether any of it touches the edge."""
    dark = (_smooth(cell, 1.2) < DARK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    parts = [part for part in stats[1:] if part[4] >= SPECK_AREA_PX and part[3] >= SPECK_HEIGHT_PX]
    if not parts:
        return None
    lefts, tops, widths, heights, _ = np.array(parts).T
    box = (int(lefts.min()), int(tops.min()), int((lefts + widths).max()), int((tops + heights).max()))
    touches = (
        (lefts == 0) | (tops == 0) | (lefts + widths == cell.shape[1]) | (tops + heights == cell.shape[0])
    )
    return box, bool(touches.any())


def _smooth(picture: Grey, sigma: float) -> Grey:
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8)


def _black_and_white(picture: Grey) -> Grey:
    return cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1].astype(np.uint8)


def _scaled(picture: Grey, share: float) -> Grey:
    return cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _framed(picture: Grey) -> Grey:
    return cv2.copyMakeBorder(
        picture, FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX, cv2.BORDER_CONSTANT, value=255,
    ).astype(np.uint8)

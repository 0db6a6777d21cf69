"""Setting a page straight: how far it leans, and the map that turns it back.

Belongs here: the lean of a page. Does not belong here: a page scanned sideways (`engine` sees which
way its letters stand), or the perspective of a table (`grid`).
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from orchestration.letters.ocr.ink import Grey

MAX_SKEW_DEG = 8
SEARCH_DPI = 100
MIN_LINE_INCHES = 1.2
MIN_LINES = 3
RUN_PX = 9  # a line leaning 6 degrees still has runs of 9 pixels; letters seldom do


def skew_deg(grey: Grey, dpi: float) -> float:
    """How many degrees the page leans clockwise, by its ruled lines, or by its lines of text.

    `grey` is black on white. Returns 0.0 for a page with neither.
    """
    share = SEARCH_DPI / dpi
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    dark = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    by_rules = _by_ruled_lines(dark)
    return by_rules if by_rules is not None else _by_text_lines(dark)


def turning(
    shape: tuple[int, ...], degrees: float, scale: float,
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The 3×3 map that turns a page back by `degrees` and scales it, and the (width, height) it fills."""
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return np.vstack([matrix, [0.0, 0.0, 1.0]]), size


def _by_ruled_lines(dark: Grey) -> float | None:
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, RUN_PX), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((RUN_PX, 1), np.uint8))
    rules = cv2.bitwise_or(across, down)
    shortest = SEARCH_DPI * MIN_LINE_INCHES
    lines = cv2.HoughLinesP(rules, 1, math.pi / 1800, 60, minLineLength=shortest, maxLineGap=RUN_PX)
    if lines is None:
        return None
    angles, lengths = [], []
    for left, top, right, bottom in lines.reshape(-1, 4):
        angle = math.degrees(math.atan2(bottom - top, right - left))
        leaning = (angle + 45) % 90 - 45  # vertical lines lean as the page does
        if abs(leaning) <= MAX_SKEW_DEG:
            angles.append(leaning)
            lengths.append(math.hypot(right - left, bottom - top))
    return _weighted_median(angles, lengths) if len(angles) >= MIN_LINES else None


def _by_text_lines(dark: Grey) -> float:
    """The turn at which rows of text and gaps between them stand out most."""
    if not dark.any():
        return 0.0
    best = 0.0
    for step, steps in ((1.0, MAX_SKEW_DEG), (0.2, 5), (0.05, 4)):
        angles = best + step * np.arange(-steps, steps + 1)
        best = float(max(angles, key=lambda angle: _row_contrast(dark, float(angle))))
    return best


def _row_contrast(dark: Grey, angle: float) -> float:
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _weighted_median(values: list[float], weights: list[float]) -> float:
    order = np.argsort(values)
    running = np.cumsum(np.array(weights)[order])
    return float(values[order[int(np.searchsorted(running, running[-1] / 2))]])

"""Ruled lines in a picture, and the tables they make.

Belongs here: telling a line from a row of letters or the arc of a seal; a table's four corners. Does
not belong here: cutting a table into cells (`grid`). Pictures are black on white at `WORK_DPI`.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from orchestration.letters.ocr.ink import Grey

WORK_DPI = 300
RULE_PX = 55  # a ruled line is longer than any letter is high: 4,7 mm
TILT_PX = 3  # how far a line may rise over RULE_PX and still be seen
BESIDE_PX = (4, 11)
MAX_INK_BESIDE = 0.3
MIN_TABLE_PX = (470, 180)  # 40 mm wide, 15 mm high

Corners = NDArray[np.float32]


def find_tables(upright: Grey) -> list[Corners]:
    """Corners of each ruled table, top to bottom: 4×2 pixels of `upright`, clockwise from the top left."""
    rules = cv2.bitwise_or(*ruled_lines(upright))
    joined = cv2.morphologyEx(rules, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    tables = []
    for contour in contours:
        width, height = cv2.boundingRect(contour)[2:]
        if width >= MIN_TABLE_PX[0] and height >= MIN_TABLE_PX[1]:
            tables.append(_corners(contour.reshape(-1, 2)))
    return sorted(tables, key=lambda corners: float(corners[:, 1].min()))


def ruled_lines(picture: Grey) -> tuple[Grey, Grey]:
    """Masks of the lines across and of the lines down: 255 on a line, 0 elsewhere."""
    soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
    dark = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 18)
    return _thin_runs(dark.astype(np.uint8)), _thin_runs(dark.T.astype(np.uint8)).T


def _thin_runs(dark: Grey) -> Grey:
    """Long runs across with paper above and below; a row of bold letters is long but not thin."""
    thick = cv2.dilate(dark, np.ones((TILT_PX, 5), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, RULE_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    kept = np.zeros_like(runs)
    for number, (left, top, width, height, _) in enumerate(stats[1:], start=1):
        if _has_paper_beside(dark[:, left:left + width], top, top + height):
            part = labels[top:top + height, left:left + width] == number
            kept[top:top + height, left:left + width][part] = 255
    return kept


def _has_paper_beside(strip: Grey, top: int, bottom: int) -> bool:
    near, far = BESIDE_PX
    bands = (strip[max(top - far, 0):max(top - near, 0)], strip[bottom + near:bottom + far])
    return all(np.count_nonzero(band) <= MAX_INK_BESIDE * band.size for band in bands)


def _corners(points: NDArray[np.int32]) -> Corners:
    total, spread = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = (total.argmin(), spread.argmax(), total.argmax(), spread.argmin())
    return points[list(order)].astype(np.float32)

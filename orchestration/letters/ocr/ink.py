"""Pictures as ink on paper: even paper, coloured seals and signatures taken out, black on white.

Belongs here: grey levels. Does not belong here: geometry (`upright`, `grid`).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

COLOURED = 60  # how far the brightest and darkest channel lie apart in a seal's ink
PALE = 175  # a seal's own ink is paler than this in its brightest channel, the print under it is not
COARSE_DPI = 200  # a coarse scan has no grain fine enough to be taken for ink
GRAIN_INCHES = 1.3 / 300
MIN_SIGMA = 0.3
PAPER_CELL_INCHES = 0.25  # paper is judged over patches wider than any letter


def black_ink(rgb: NDArray[np.uint8], dpi: float) -> Grey:
    """Grey picture in which only black ink is dark; a seal leaves no more than the print under it."""
    grey = _without_grain(_even_paper(_over_channels(cv2.max, rgb), dpi), dpi)
    grey[(coloured_ink(rgb) > 0) & (grey > PALE)] = 255
    return grey


def any_ink(rgb: NDArray[np.uint8], dpi: float) -> Grey:
    """Grey picture in which ink of every colour is dark."""
    return _without_grain(_even_paper(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8), dpi), dpi)


def coloured_ink(rgb: NDArray[np.uint8]) -> Grey:
    """255 where the picture is coloured (seal, signature, marker), else 0."""
    smooth = cv2.blur(rgb, (3, 3))  # JPEG keeps colour coarser than brightness
    spread = cv2.subtract(_over_channels(cv2.max, smooth), _over_channels(cv2.min, smooth))
    return cv2.threshold(spread, COLOURED, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def _over_channels(of_two: Callable[[Grey, Grey], Grey], rgb: NDArray[np.uint8]) -> Grey:
    """The greatest or least of a pixel's three channels; ten times as fast as numpy along the last axis."""
    red, green, blue = cv2.split(rgb)
    return of_two(of_two(red, green), blue)


def _even_paper(grey: NDArray[np.uint8], dpi: float) -> Grey:
    """Divide by the local paper, so that shadows and tints become white."""
    patch = max(round(dpi * PAPER_CELL_INCHES) | 1, 3)
    share = 8 / patch if patch > 8 else 1.0
    small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 1), scale=255).astype(np.uint8)


def _without_grain(grey: Grey, dpi: float) -> Grey:
    """Smoothed the more, the finer the scan."""
    sigma = GRAIN_INCHES * dpi * (dpi / COARSE_DPI - 1) * 2
    return cv2.GaussianBlur(grey, (0, 0), sigma).astype(np.uint8) if sigma > MIN_SIGMA else grey

"""What printing, stamping, photographing and compressing do to a page, repeatable by seed.

Belongs here: the degradations named in the requirements and their presets. Does not belong here:
drawing the page (`paint`) or binding pages into a file (`bind`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Wear:
    """How much of each: degrees, share of the page's side, pixels, grey levels."""

    skew_deg: float = 0.0
    perspective: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    gradient: float = 0.0
    stamp: bool = False
    grey: bool = False
    jpeg_quality: int = 90


CLEAN = Wear()
SCAN = Wear(skew_deg=0.6, blur_px=0.7, noise=10, gradient=40, jpeg_quality=45)
HARD = Wear(
    skew_deg=1.7, perspective=0.012, blur_px=0.9, noise=16, gradient=50, stamp=True, jpeg_quality=35,
)
HARD_GREY = Wear(**{**HARD.__dict__, "grey": True})


def worn(page: Image.Image, wear: Wear, seed: int = 694, stamp_at: tuple[float, float] = (0.62, 0.45)) -> bytes:
    """The page after `wear`, as JPEG bytes. `stamp_at` is the stamp's centre in shares of the page."""
    random = np.random.default_rng(seed)
    picture = np.asarray(page.convert("RGB"))
    if wear.stamp:
        picture = _stamped(picture, stamp_at)
    picture = _tilted(picture, wear)
    if wear.blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), wear.blur_px)
    shaded = picture.astype(np.float32) - _shadow(picture.shape[:2], wear.gradient)[..., None]
    shaded += random.normal(0, wear.noise or 1e-6, (*picture.shape[:2], 1)).astype(np.float32)
    return _jpeg(np.clip(shaded, 0, 255).astype(np.uint8), wear)


def _stamped(picture: Picture, centre: tuple[float, float]) -> Picture:
    """A round red seal, 36 mm across, its ink letting the print show through."""
    height, width = picture.shape[:2]
    middle = (round(width * centre[0]), round(height * centre[1]))
    radius = round(width * 18 / 210)
    ink = np.zeros((height, width), np.uint8)
    for share, pen in ((1.0, 0.06), (0.86, 0.02), (0.52, 0.02)):
        cv2.circle(ink, middle, round(radius * share), 255, max(round(radius * pen), 1), cv2.LINE_AA)
    star = [
        (middle[0] + radius * size * math.sin(n * math.pi / 5), middle[1] - radius * size * math.cos(n * math.pi / 5))
        for n, size in zip(range(10), [0.4, 0.16] * 5, strict=True)
    ]
    cv2.fillPoly(ink, [np.array(star, np.int32)], 255, cv2.LINE_AA)
    cv2.putText(
        ink, "VAN PHONG UBND TINH", (middle[0] - round(radius * 0.8), middle[1] - round(radius * 0.62)),
        cv2.FONT_HERSHEY_DUPLEX, radius / 190, 255, max(radius // 90, 1), cv2.LINE_AA,
    )
    share = (ink.astype(np.float32) / 255 * 0.8)[..., None]
    red = np.array([205, 35, 45], np.float32)
    tinted = picture * (1 - share) + np.minimum(picture, red) * share
    return tinted.astype(np.uint8)


def _tilted(picture: Picture, wear: Wear) -> Picture:
    height, width = picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pulled = corners + wear.perspective * np.array(
        [[width, 0.6 * height], [-0.4 * width, 0], [0.2 * width, -0.5 * height], [-0.5 * width, 0.3 * height]],
        np.float32,
    )
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -wear.skew_deg, 1.0)
    pulled = cv2.transform(pulled[None], turn)[0].astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, pulled)
    return cv2.warpPerspective(
        picture, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT,
        borderValue=(250, 250, 250),
    ).astype(np.uint8)


def _shadow(shape: tuple[int, int], depth: float) -> NDArray[np.float32]:
    down, across = np.mgrid[0:1:shape[0] * 1j, 0:1:shape[1] * 1j]
    shadow: NDArray[np.float32] = (depth * (0.6 * across + 0.4 * down)).astype(np.float32)
    return shadow


def _jpeg(picture: Picture, wear: Wear) -> bytes:
    if wear.grey:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    else:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR).astype(np.uint8)
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, wear.jpeg_quality])
    assert done
    return encoded.tobytes()

"""A font with Vietnamese letters, registered with reportlab.

Debian's `fonts-dejavu-core` has one; reportlab's own Vera has not.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path("/usr/share/fonts/truetype")
FAMILIES = (
    ("dejavu", "DejaVuSerif", "DejaVuSerif-Bold"),
    ("croscore", "Tinos-Regular", "Tinos-Bold"),
    ("liberation2", "LiberationSerif-Regular", "LiberationSerif-Bold"),
)


class Fonts(NamedTuple):
    """Names by which reportlab knows the font."""

    regular: str
    bold: str


class NoVietnameseFont(RuntimeError):
    """No font with Vietnamese letters is installed: apt-get install fonts-dejavu-core."""


@cache
def vietnamese_fonts() -> Fonts:
    """The first installed family. Raises `NoVietnameseFont`, which says what to install."""
    for folder, regular, bold in FAMILIES:
        if (FOLDER / folder / f"{regular}.ttf").exists():
            for name in (regular, bold):
                registerFont(TTFont(name, str(FOLDER / folder / f"{name}.ttf")))
            return Fonts(regular, bold)
    raise NoVietnameseFont(NoVietnameseFont.__doc__)

"""Whether the text of a PDF page can be trusted, or must be read from the page's picture.

Belongs here: the signs of a missing, hidden or broken text layer. Does not belong here: reading the
picture (`scan`), or what the text says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from orchestration.letters.readers.pdf_text import Character

MAX_BAD_SHARE: Final = 0.05
PICTURE_SHARE: Final = 0.8  # of the page: a scan, and its text is some machine's reading of it
OUTLINES: Final = 50  # curves on a page without text: letters drawn as outlines
MIN_LETTERS: Final = 200  # fewer say nothing about the language
# letters a, e, i, o, u, y in running text: Vietnamese without accents 0.42, English 0.40; measured
VOWEL_SHARE: Final = (0.30, 0.60)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_VOWELS: Final = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class PageLayer:
    """The text of a page, and what is wrong with it; no fault for a blank page."""

    text: str
    fault: str | None


def layer_of(page: Any, characters: Sequence[Character]) -> PageLayer:
    """Judge the text layer of one page by its characters and its pictures."""
    text = "".join(character["text"] for character in characters)
    if not text.strip():
        is_blank = not page.images and len(page.curves) < OUTLINES
        return PageLayer("", None if is_blank else "no text")
    if _picture_share(page) >= PICTURE_SHARE:
        return PageLayer(text, "text hidden behind a picture")
    return PageLayer(text, "unreadable text layer" if _bad_share(characters) > MAX_BAD_SHARE else None)


def is_gibberish(text: str) -> bool:
    """Whether a whole document's text is in no language: not one Vietnamese letter, odd vowels.

    A font without a character map gives letters, but shifted ones.
    """
    letters = [sign for sign in unicodedata.normalize("NFC", text).lower() if sign.isalpha()]
    if len(letters) < MIN_LETTERS or not all(letter.isascii() for letter in letters):
        return False
    low, high = VOWEL_SHARE
    return not low <= sum(letter in _VOWELS for letter in letters) / len(letters) <= high


def _picture_share(page: Any) -> float:
    area = sum(
        max(0.0, min(image["x1"], page.width) - max(image["x0"], 0.0))
        * max(0.0, min(image["bottom"], page.height) - max(image["top"], 0.0))
        for image in page.images
    )
    return float(area) / float(page.width * page.height)


def _bad_share(characters: Sequence[Character]) -> float:
    shown = [one["text"] for one in characters if one["text"].strip()]
    return sum(map(_is_bad, shown)) / len(shown)


def _is_bad(text: str) -> bool:
    """A sign without a character: unmapped, private use, control; or of another alphabet."""
    if _UNMAPPED.fullmatch(text):
        return True
    category = unicodedata.category(text[0])
    if category in ("Cc", "Co", "Cn", "Cs") or text[0] == "\ufffd":
        return True
    return category.startswith("L") and ord(text[0]) > 0x24F and not 0x1E00 <= ord(text[0]) <= 0x1EFF

"""Text made comparable while every character keeps its place.

Belongs here: the cleaning that all of the grammar shares, and how a person is told where a
paragraph stands. Does not belong here: folding of unit names (`reference.names`), which may drop
characters; here a match in the folded text must point back into the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from orchestration.letters.blocks import Paragraph

_EMPHASIS = re.compile(r"\*\*|__")
_SHOWN_CHARACTERS = 80


def plain(text: str) -> str:
    """`text` in NFC on one line: emphasis marks gone, every run of white space one space."""
    return " ".join(_EMPHASIS.sub("", unicodedata.normalize("NFC", text)).split())


def unaccented(text: str) -> str:
    """`text` in lower case without diacritics, one character for each character of `text`."""
    return "".join(map(_base, text))


def place_of(paragraph: Paragraph) -> str:
    """Where a paragraph stands, for a person: its line when the reader knows it, else its page."""
    return f"trang {paragraph.page}" if paragraph.line is None else f"dòng {paragraph.line}"


def shown(text: str) -> str:
    """`text` short enough for a message, in quotation marks."""
    cut = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return f"«{cut}»"


def comma(number: Decimal) -> str:
    """A number as Vietnamese writes it: "33,3"."""
    return f"{number}".replace(".", ",")


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    if character in "đĐ":
        return "d"
    return unicodedata.normalize("NFD", character)[0].lower()[0]

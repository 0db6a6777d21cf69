"""One spelling for text of any format: NFC, plain blanks, no invisible characters.

Belongs here: what makes equal text equal without changing what a person sees. Does not belong
here: converting legacy fonts (`legacy_fonts`), or reading meaning (`grammar`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# A footnote mark glued to a figure ("94,22" and a raised 1) must not become another figure.
RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

# Not dropped with the other invisible signs: in TCVN3 fonts it is the letter "ư" (`soft_hyphens`).
SOFT_HYPHEN: Final = "\u00ad"

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})


def clean(text: str) -> str:
    """`text` in NFC, one blank between words, lines stripped, empty lines and invisible signs gone.

    Tabs and line breaks inside the text stay: they separate what stands apart on the page.
    """
    text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text)).translate(_HYPHENS)
    visible = "".join(sign for sign in text if sign in "\n\t" or not _is_invisible(sign))
    lines = (_BLANKS.sub(" ", line).strip() for line in visible.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_cell(text: str) -> str:
    """`clean`, with tabs as blanks: a cell has no columns inside."""
    return clean(text.replace("\t", " "))


def _is_invisible(sign: str) -> bool:
    return sign != SOFT_HYPHEN and unicodedata.category(sign) in ("Cc", "Cf")

"""What the texts of a table say of its layout: where the heading ends, what a column can hold.

Belongs here: judgements on texts row by row, however they were read. Does not belong here: pictures,
or which indicator a column measures (`letters.columns`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestration.letters.grammar.plain import plain, unaccented

Texts = Sequence[Sequence[str]]

MIN_FIGURES_IN_ROW = 2
_MAXIMUM = re.compile(
    r"(?:toi da|diem chuan|thang diem)\W{0,3}(?P<a>\d+(?:,\d+)?)"
    r"|(?P<b>\d+(?:,\d+)?) ?diem\b|/ ?(?P<c>\d+(?:,\d+)?)"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most a column's figures can be; None where its heading does not say."""

    most: Decimal | None = None
    is_pct: bool = False


def is_figure(text: str) -> bool:
    """Whether a text is more digits than letters."""
    digits = sum(letter.isdigit() for letter in text)
    return digits > 0 and digits >= letters_in(text)


def is_wordy(text: str) -> bool:
    """Whether a text is words: more letters than digits, and more than a misread figure has."""
    return letters_in(text) > max(2, sum(letter.isdigit() for letter in text))


def letters_in(text: str) -> int:
    """How many letters a text has."""
    return sum(letter.isalpha() for letter in text)


def first_row_of_figures(texts: Texts) -> int:
    """The 0-based row at which the heading is over; the number of rows when it never is."""
    for at, row in enumerate(texts):
        if sum(map(is_figure, row)) >= MIN_FIGURES_IN_ROW:
            return at
    return len(texts)


def heading(texts: Texts, column: int) -> str:
    """The words above a column's figures, from the top; a cell merged over rows counts once."""
    above = [plain(row[column]) for row in texts[:first_row_of_figures(texts)]]
    return " ".join(dict.fromkeys(filter(None, above)))


def limit_of(heading: str) -> Limit:
    """What a heading says its figures can be: "(%)" at most 100, "(18 điểm)" at most 18."""
    if "%" in heading:
        return Limit(Decimal(100), is_pct=True)
    match = _MAXIMUM.search(unaccented(heading))
    number = next(filter(None, match.groups()), None) if match else None
    return Limit(Decimal(number.replace(",", ".")) if number else None)

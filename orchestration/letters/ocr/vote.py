"""Several readings of one cell → one text, and what dissents from it.

Belongs here: the rules of agreement, on texts alone. Does not belong here: pictures, or what a
column means beyond the most its figures can be.

A cell is settled when its readings agree; a settled cell has no alternatives, every other has some.
Of figures, a reading that cannot stand in the column at all ("9816" under "%") does not count as
dissent against four that agree. Of words, those are equal that fold to the same letters: names and
headings are matched against closed lists afterwards, values are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orchestration.reference.names import fold

UNREAD = "?"  # stands for a reading that made nothing of the picture
QUORUM = 4
WORD_QUORUM = 2
_PLAIN = r"(?:0|[1-9][0-9]*)(?:,[0-9]{1,4})?"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,4})?"
_NUMBER = re.compile(rf"(?P<value>{_PLAIN}|{_GROUPED})(?P<pct>%?)")
_SHARE = re.compile(rf"(?P<part>{_PLAIN}|{_GROUPED})/(?P<whole>{_PLAIN}|{_GROUPED})")
_RANKED = re.compile(rf"[0-9]{{1,4}}\((?P<value>{_PLAIN})\)")
_COUNT = re.compile(r"\([0-9]{1,2}\)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text that stands, and the texts that dissent; none of these when it is settled."""

    text: str
    alternatives: tuple[str, ...] = ()


def settle_figures(readings: Sequence[str], most: Decimal | None, *, is_disturbed: bool = False) -> Verdict:
    """The verdict on a cell of figures of which none is more than `most`.

    `is_disturbed` keeps the cell in doubt whatever its readings say.
    """
    written = [_as_written(reading, most) for reading in readings]
    possible = Counter(text for text in written if could_stand(text, most))
    text = _first_of_most(written, possible) or _first_of_most(written, Counter(written))
    if len(possible) == 1 and possible[text] >= QUORUM and not is_disturbed:
        return Verdict(text)
    return Verdict(text, _others(written, text))


def settle_words(readings: Sequence[str]) -> Verdict:
    """The verdict on a cell of words: settled when most readings fold to the same letters."""
    folded = [fold(reading) for reading in readings]
    winner, votes = Counter(folded).most_common(1)[0]
    of_winner = [text for text, key in zip(readings, folded, strict=True) if key == winner]
    text = _first_of_most(of_winner, Counter(of_winner))
    if votes >= WORD_QUORUM and winner:
        return Verdict(text)
    return Verdict(text, _others(readings, text))


def could_stand(text: str, most: Decimal | None) -> bool:
    """Whether `text` is a figure as letters write them, no greater than `most`."""
    if text == "-":
        return True
    if match := _SHARE.fullmatch(text):
        return value_of(match["part"]) <= value_of(match["whole"]) and most != 100
    if _RANKED.fullmatch(text) or _COUNT.fullmatch(text):
        return most != 100
    match = _NUMBER.fullmatch(text)
    if match is None:
        return False
    limit = Decimal(100) if match["pct"] else most
    return limit is None or value_of(match["value"]) <= limit


def value_of(figure: str) -> Decimal:
    """The value of digits with a decimal comma and thousands dots."""
    return Decimal(figure.replace(".", "").replace(",", "."))


def _as_written(reading: str, most: Decimal | None) -> str:
    """Up to a hundred there are no thousands: a dot between digits is a comma ill printed or ill read."""
    text = reading.strip(" ")
    if most is not None and most <= 100:
        return re.sub(r"(?<=[0-9])\.(?=[0-9]{1,2}%?$)", ",", text)
    return text


def _first_of_most(texts: Sequence[str], votes: Counter[str]) -> str:
    best = max(votes.values(), default=0)
    return next((text for text in texts if votes.get(text, 0) == best and best), "")


def _others(readings: Sequence[str], text: str) -> tuple[str, ...]:
    """Every other reading once; `UNREAD` for a blank one, or when all say the same impossible thing."""
    others = dict.fromkeys(reading or UNREAD for reading in readings if reading != text)
    return tuple(others) or (UNREAD,)

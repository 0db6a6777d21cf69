"""Several readings of one cell → one text, and what dissents from it.

Belongs here: the rules of agreement, on texts alone. Does not belong here: pictures, or what a
table's columns are (`layout`).

A cell is settled when its readings agree; a settled cell has no alternatives, every other has some.
Of figures, a reading that cannot stand in the column at all ("9816" under "%") is no dissent against
four that agree, nor is "98,16%" against "98,16" there. Of words, those are equal that fold to the
same letters, and most of them decide: names and headings are matched against closed lists
afterwards, values are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from orchestration.letters.ocr.layout import Limit
from orchestration.reference.names import fold

UNREAD = "?"  # stands for a reading that made nothing of the picture
QUORUM = 4
WORD_QUORUM = 2
_PLAIN = r"(?:0|[1-9][0-9]*)(?:,[0-9]{1,4})?"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,4})?"
_NUMBER = re.compile(rf"(?P<value>{_PLAIN}|{_GROUPED})(?P<pct>%?)")
_SHARE = re.compile(rf"(?P<part>{_PLAIN}|{_GROUPED})/(?P<whole>{_PLAIN}|{_GROUPED})")
_RANKED = re.compile(rf"[0-9]{{1,4}}\({_PLAIN}\)|\([0-9]{{1,2}}\)")
_DECIMAL_DOT = re.compile(r"(?<=[0-9])\.(?=[0-9]{1,2}%?$)")
NO_FIGURE = "-"
USUAL_DECIMALS = 2  # no letter seen has more; a seal's stroke after a figure is read as one more


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text that stands, and the texts that dissent; none of these when it is settled."""

    text: str
    alternatives: tuple[str, ...] = ()

    def doubted(self) -> Verdict:
        """The same text, in doubt even when its readings agree."""
        return replace(self, alternatives=self.alternatives or (UNREAD,))


def settle_figures(readings: Sequence[str], limit: Limit) -> Verdict:
    """The verdict on a cell of figures; settled by four readings at least, and no possible other."""
    written = [as_written(reading, limit) for reading in readings]
    possible = [text for text in written if could_stand(text, limit)]
    text = _most_said(possible or written)
    values = {text.rstrip("%") for text in possible} if limit.is_pct else set(possible)
    if len(values) == 1 and len(possible) >= QUORUM:
        return Verdict(text) if len(_decimals(text)) <= USUAL_DECIMALS else Verdict(text).doubted()
    return Verdict(text, _others(written, text))


def settle_words(readings: Sequence[str]) -> Verdict:
    """The verdict on a cell of words; settled by two readings at least that no other two contradict."""
    keys = [fold(reading) for reading in readings]
    ranking = Counter(keys).most_common(2)
    winner, votes = ranking[0]
    of_winner = [text for text, key in zip(readings, keys, strict=True) if key == winner]
    text = _most_said(of_winner)
    is_tie = len(ranking) > 1 and ranking[1][1] == votes
    if winner and votes >= WORD_QUORUM and not is_tie:
        return Verdict(text)
    return Verdict(text, _others(readings, text))


def could_stand(text: str, limit: Limit) -> bool:
    """Whether `text` is a figure as letters write them, within the limit of its column."""
    if text == NO_FIGURE:
        return True
    if match := _SHARE.fullmatch(text):
        return not limit.is_pct and value_of(match["part"]) <= value_of(match["whole"])
    if _RANKED.fullmatch(text):
        return not limit.is_pct
    match = _NUMBER.fullmatch(text)
    if match is None:
        return False
    most = Decimal(100) if match["pct"] else limit.most
    return most is None or value_of(match["value"]) <= most


def value_of(figure: str) -> Decimal:
    """The value of digits with a decimal comma and thousands dots."""
    return Decimal(figure.replace(".", "").replace(",", "."))


def as_written(reading: str, limit: Limit) -> str:
    """`reading` with its decimal dot as a comma, in a column whose figures are too small for thousands."""
    is_small = limit.most is not None and limit.most <= 100
    return _DECIMAL_DOT.sub(",", reading) if is_small else reading


def _decimals(figure: str) -> str:
    return figure.rstrip("%").partition(",")[2]


def _most_said(texts: Sequence[str]) -> str:
    """The text said most often, the earliest of equals."""
    return Counter(texts).most_common(1)[0][0]


def _others(readings: Sequence[str], text: str) -> tuple[str, ...]:
    """Every other reading once; `UNREAD` for a blank one, or when all say the same impossible thing."""
    others = dict.fromkeys(reading or UNREAD for reading in readings if reading != text)
    return tuple(others) or (UNREAD,)

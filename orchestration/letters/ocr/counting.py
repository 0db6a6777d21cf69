"""The column that counts rows: what the count before and after says of a doubtful number.

Belongs here: settling, or doubting, an order number by its neighbours. Does not belong here: any
figure that is loaded; those are never told by their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from orchestration.letters.ocr.vote import Verdict

MIN_COUNTED_SHARE = 0.5


def counted(column: Sequence[Verdict]) -> list[Verdict]:
    """`column` with its doubtful order numbers settled where the count leaves one choice.

    A number that was settled but breaks the count on both sides becomes doubtful. A column that
    does not count (most neighbours not one apart) comes back as it is.
    """
    numbers = [_number(verdict.text) for verdict in column]
    steps = sum(before is not None and after == before + 1 for before, after in pairwise(numbers))
    if steps < MIN_COUNTED_SHARE * (len(column) - 1) or not steps:
        return list(column)
    settled: list[Verdict] = []
    for at, verdict in enumerate(column):
        before = _number(settled[-1].text) if settled else None
        after = numbers[at + 1] if at + 1 < len(numbers) else None
        settled.append(_in_place(verdict, before, after))
    return settled


def _in_place(verdict: Verdict, before: int | None, after: int | None) -> Verdict:
    fitting = [
        text for text in (verdict.text, *verdict.alternatives)
        if (number := _number(text)) is not None and _fits(number, before, after)
    ]
    if fitting and len(set(fitting)) == 1:
        return Verdict(fitting[0])
    if not fitting and _number(verdict.text) is not None and before is not None and after is not None:
        return verdict.doubted()
    return verdict


def _fits(number: int, before: int | None, after: int | None) -> bool:
    return number in (None if before is None else before + 1, None if after is None else after - 1)


def _number(text: str) -> int | None:
    digits = text.rstrip(".,")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None

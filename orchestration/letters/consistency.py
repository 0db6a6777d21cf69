"""The parts of one letter held against each other.

Belongs here: what differs between head, captions and tables and need not stop the letter: each is
told as a note. Does not belong here: anything that changes a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import permutations

from orchestration.letters.captions import cited_letter
from orchestration.letters.grammar.head import Head
from orchestration.letters.grammar.plain import comma, shown
from orchestration.letters.maxima import indicators
from orchestration.letters.sections import Annex
from orchestration.readings import Note, Observation

_MIN_COMPARED = 3  # two short columns may lie apart by chance


def caption_notes(annexes: Iterable[Annex], head: Head) -> list[Note]:
    """Captions that cite another number or date than the head's: the head wins, a person is told."""
    notes = []
    for annex in annexes:
        cited = cited_letter(annex.caption)
        if cited is None:
            continue
        differs = [
            theirs for theirs, ours in ((cited.number, head.number), (cited.date, head.date))
            if theirs and ours and theirs != ours
        ]
        if differs:
            notes.append(_caption_note(annex, cited.text, head))
    return notes


def head_notes(head: Head) -> list[Note]:
    """What a letter's head should say and does not."""
    notes = []
    if head.number is None:
        notes.append(Note(
            "document_number_missing", "warning",
            "Không đọc được số, ký hiệu của văn bản ở phần đầu.",
            "The document's number cannot be read in its head.",
        ))
    if head.date is None:
        notes.append(Note(
            "document_date_missing", "warning",
            "Không đọc được ngày ký của văn bản ở phần đầu.",
            "The document's date cannot be read in its head.",
        ))
    return notes


def scale_notes(annexes: Sequence[tuple[Annex, Sequence[Observation]]]) -> list[Note]:
    """Rates of one indicator that lie wholly apart in two tables: perhaps not one quantity.

    Letter 694/VP-NC: satisfaction is 22,1-33,3 for the province's agencies, 100 for every district.
    """
    notes = []
    for (low, low_values), (high, high_values) in permutations(annexes, 2):
        lows, highs = _rates(low_values), _rates(high_values)
        for indicator_id in lows.keys() & highs.keys():
            below, above = lows[indicator_id], highs[indicator_id]
            if min(len(below), len(above)) >= _MIN_COMPARED and max(below) < min(above):
                notes.append(_scale_note(indicator_id, low, max(below), high, min(above)))
    return sorted(notes, key=lambda note: (note.place, note.indicator_id or ""))


def _rates(observations: Iterable[Observation]) -> dict[str, list[Decimal]]:
    rates: dict[str, list[Decimal]] = {}
    for observation in observations:
        if observation.rate_pct is not None:
            rates.setdefault(observation.indicator_id, []).append(observation.rate_pct)
    return rates


def _caption_note(annex: Annex, text: str, head: Head) -> Note:
    ours = f"{head.number or '?'}, {head.date.strftime('%d/%m/%Y') if head.date else '?'}"
    return Note(
        "annex_caption_differs", "warning",
        f"Phụ lục ghi {shown(text)}, khác phần đầu văn bản ({ours}): lấy theo phần đầu văn bản.",
        f"The annex says {shown(text)}, the letter's head {ours}: the head is taken.",
        annex.place,
    )


def _scale_note(indicator_id: str, low: Annex, most: Decimal, high: Annex, least: Decimal) -> Note:
    name = indicators()[indicator_id]
    return Note(
        "rates_not_one_quantity", "warning",
        f"«{name.name_vi}» cao nhất {comma(most)} % ở {low.place} nhưng thấp nhất {comma(least)} %"
        f" ở {high.place}: có thể không cùng một đại lượng, không nên so sánh hai bảng.",
        f"{name.name_en} is at most {most} % in table {low.number} and at least {least} % in table"
        f" {high.number}: perhaps not one quantity, do not compare the two tables.",
        low.place, indicator_id=indicator_id,
    )

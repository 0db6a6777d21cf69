"""Which cutoff and which period the figures of a letter, or of one of its annexes, are for.

Belongs here: the choice among `cutoffs.Candidate`s, and its explanation. Does not belong here:
finding them (`cutoffs`).

The rule: the figures' own words before the letter's; of each, an explicit instant, then the end
of an explicit range, then the end of a period that had ended when the letter was signed. A date
without an hour speaks for the whole of its day: 23:59:59. A period that was still open and for
which no cutoff is stated is refused: the letter's own date is not a cutoff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orchestration.letters.grammar.cutoffs import Candidate, CandidateKind
from orchestration.letters.grammar.moments import Precision
from orchestration.letters.grammar.plain import shown
from orchestration.periods import VIETNAM, Period, period_containing
from orchestration.readings import Note, Refused

_EXACT: tuple[CandidateKind, ...] = ("instant", "range", "report_date", "part_of_month")
_WEAK: tuple[CandidateKind, ...] = ("weak_instant",)
_PERIODS: tuple[CandidateKind, ...] = ("months", "quarter", "month", "week")
_YEAR: tuple[CandidateKind, ...] = ("year",)
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What was said near some figures and far from them, in the order in which it counts.

    `own`: caption and footnotes of an annex; `subject`: what the letter is about; `body`: its text.
    """

    own: Sequence[Candidate] = ()
    subject: Sequence[Candidate] = ()
    body: Sequence[Candidate] = ()

    def all(self) -> tuple[Candidate, ...]:
        """Everything that was said, each phrase once."""
        return tuple(dict.fromkeys((*self.own, *self.subject, *self.body)))


@dataclass(frozen=True, slots=True)
class Timing:
    """The chosen cutoff and period, what they were read from, and everything else that was said.

    `period_from` is None when the letter names no period: the year to date is then assumed.
    `borrowed_from` counts the different timings of other annexes that were at hand when the
    figures' own words named none: 0 when they did.
    """

    cutoff_at: datetime
    precision: Precision
    period: Period
    cutoff_from: Candidate
    period_from: Candidate | None
    candidates: tuple[Candidate, ...]
    borrowed_from: int = 0

    def key(self) -> tuple[datetime, Period]:
        """What makes figures one snapshot."""
        return self.cutoff_at, self.period


def choose_timing(
    words: Words, letter_date: date | None, place: str, elsewhere: Sequence[Timing] = ()
) -> Timing:
    """The timing of the figures at `place`.

    `elsewhere` are the timings of the letter's annexes: taken when the figures' own words name
    nothing, the later of them when they differ. Raises `Refused` when nothing names a cutoff, two
    phrases of one rank name two, or the one named lies after `letter_date`.
    """
    near, everywhere = (words.own, words.subject), (words.own, words.subject, words.body)
    chosen = (
        _first(_EXACT, everywhere, letter_date, place)
        or _first(_WEAK, everywhere, letter_date, place)
        or _first(_PERIODS, near, letter_date, place)
    )
    borrowed_from = 0
    if chosen is None and elsewhere:
        chosen = max(elsewhere, key=lambda timing: timing.cutoff_at).cutoff_from
        borrowed_from = len({timing.cutoff_at for timing in elsewhere})
    chosen = (
        chosen
        or _first(_PERIODS, (words.body,), letter_date, place)
        or _first(_YEAR, everywhere, letter_date, place)
    )
    if chosen is None:
        raise _unstated(place)
    period, source = _period(chosen, words, elsewhere, place)
    return Timing(chosen.until, chosen.precision, period, chosen, source, words.all(), borrowed_from)


def states_cutoff(own: Sequence[Candidate]) -> bool:
    """Whether the words beside some figures say more of their time than a year."""
    return any(candidate.kind != "year" for candidate in own)


def timing_notes(timing: Timing, place: str, is_table: bool) -> list[Note]:
    """What a person should know of the timing of the figures at `place`, beside its explanation.

    A table is usually followed by its cutoff: one that is not may be cut off, and that is a warning.
    """
    notes, words = [], shown(timing.cutoff_from.text)
    if timing.precision in ("day", "month"):
        notes.append(Note(
            "cutoff_without_hour", "info",
            f"Câu {words} không nêu giờ: lấy thời điểm cuối cùng của khoảng được nêu.",
            f"{words} states no hour: the last instant it can mean is taken.", place,
        ))
    if timing.cutoff_from.is_year_inferred:
        notes.append(Note(
            "cutoff_year_inferred", "warning",
            f"Câu {words} không nêu năm: lấy năm {timing.cutoff_at.year} theo ngày ký văn bản.",
            f"{words} states no year: {timing.cutoff_at.year} is taken from the letter's date.", place,
        ))
    if timing.borrowed_from:
        notes.append(Note(
            "cutoff_not_beside_figures", "warning" if is_table or timing.borrowed_from > 1 else "info",
            f"Phần này không nêu thời điểm chốt số liệu: lấy câu {words} ở {timing.cutoff_from.place}"
            + (", muộn nhất trong các phụ lục." if timing.borrowed_from > 1 else "."),
            f"No cutoff is stated here: the one at {timing.cutoff_from.place} is taken, {words}"
            + (", the latest of the annexes'." if timing.borrowed_from > 1 else "."), place,
        ))
    if timing.period_from is None:
        notes.append(Note(
            "period_not_stated", "warning",
            f"Văn bản không nêu kỳ đánh giá: coi là số liệu từ đầu năm {timing.period.start.year}.",
            f"The letter names no period: taken as the year {timing.period.start.year} to date.", place,
        ))
    return notes


def explanation(timing: Timing) -> Note:
    """Which words the cutoff and the period were read from, and which others were considered."""
    chosen, period = timing.cutoff_from, timing.period_from
    used = {chosen.text, period.text if period else ""}
    others = list(dict.fromkeys(c.text for c in timing.candidates if c.text not in used))[:_LISTED]
    source = f"{shown(period.text)} ({period.place})" if period else ""
    also = "; ".join(map(shown, others))
    return Note(
        "cutoff_chosen", "info",
        f"Thời điểm chốt số liệu {timing.cutoff_at:%H:%M:%S ngày %d/%m/%Y}, theo câu {shown(chosen.text)}"
        f" ({chosen.place}); kỳ {timing.period}" + (f", theo câu {source}" if source else "")
        + (f". Các câu khác đã xét: {also}." if also else "."),
        f"Cutoff {timing.cutoff_at.isoformat()}, from {shown(chosen.text)} ({chosen.place});"
        f" period {timing.period}" + (f", from {source}" if source else "")
        + (f". Also considered: {also}." if also else "."),
        chosen.place,
    )


def _first(
    kinds: tuple[CandidateKind, ...], scopes: Iterable[Sequence[Candidate]],
    letter_date: date | None, place: str,
) -> Candidate | None:
    """The candidate of the highest kind in the first scope that has one."""
    for scope in scopes:
        for kind in kinds:
            found = [candidate for candidate in scope if candidate.kind == kind]
            if kind == "weak_instant":  # "đến ngày" is also said of plans
                found = [candidate for candidate in found if not _is_after(candidate, letter_date)]
            if len({candidate.until for candidate in found}) > 1:
                raise _ambiguous(found, place)
            if found and _is_after(found[0], letter_date):
                raise _not_yet(found[0], place)
            if found:
                return found[0]
    return None


def _is_after(candidate: Candidate, letter_date: date | None) -> bool:
    return letter_date is not None and candidate.until.astimezone(VIETNAM).date() > letter_date


def _period(
    chosen: Candidate, words: Words, elsewhere: Sequence[Timing], place: str
) -> tuple[Period, Candidate | None]:
    """The period the figures are for, and the words that name it (None: the year is assumed)."""
    if chosen.period is not None:
        return chosen.period, chosen
    cutoff_day = chosen.until.astimezone(VIETNAM).date()
    for scope, is_binding in ((words.own, True), (words.subject, True), (words.body, False)):
        named = _named_periods(scope)
        begun = [c for c in named if c.period and c.period.start <= cutoff_day]
        if is_binding and named and not begun:
            raise _contradiction(chosen, named[0], place)
        if len({c.period for c in begun}) == 1 and begun[0].period:
            return begun[0].period, begun[0]
        if is_binding and begun:
            raise _ambiguous(begun, place)
    for timing in elsewhere:
        if timing.period_from and timing.period.start <= cutoff_day <= timing.period.end:
            return timing.period, timing.period_from
    return period_containing("year", cutoff_day), None


def _named_periods(scope: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that name a period; years only when nothing narrower is named."""
    named = [candidate for candidate in scope if candidate.period is not None]
    return [candidate for candidate in named if candidate.kind != "year"] or named


def _unstated(place: str) -> Refused:
    return Refused(
        place,
        "Văn bản không nêu thời điểm chốt số liệu hay kỳ đánh giá nào: hãy nộp bản đầy đủ, có dòng"
        " «Thời điểm chốt số liệu: …».",
        "The letter states neither a cutoff nor a period: submit the whole document, with its line"
        " «Thời điểm chốt số liệu: …».",
    )


def _not_yet(candidate: Candidate, place: str) -> Refused:
    words = shown(candidate.text)
    return Refused(
        place,
        f"Câu {words} ({candidate.place}) nói đến {candidate.until:%d/%m/%Y}, sau ngày ký văn bản, và"
        " không có thời điểm chốt số liệu nào khác: hãy đối chiếu với bản gốc.",
        f"{words} ({candidate.place}) ends on {candidate.until:%Y-%m-%d}, after the letter was signed, and no"
        " other cutoff is stated: check it with the original.",
    )


def _ambiguous(candidates: Sequence[Candidate], place: str) -> Refused:
    said = "; ".join(f"{shown(c.text)} ({c.place})" for c in candidates[:_LISTED])
    return Refused(
        place,
        f"Văn bản nêu nhiều thời điểm hoặc kỳ khác nhau: {said}. Hãy tách văn bản hoặc ghi rõ thời điểm"
        " chốt số liệu của từng bảng.",
        f"The letter states differing cutoffs or periods: {said}. Split it, or state each table's cutoff.",
    )


def _contradiction(chosen: Candidate, named: Candidate, place: str) -> Refused:
    return Refused(
        place,
        f"Thời điểm chốt {shown(chosen.text)} có trước kỳ {shown(named.text)}: hãy đối chiếu với bản gốc.",
        f"The cutoff {shown(chosen.text)} comes before the period {shown(named.text)}: check the original.",
    )

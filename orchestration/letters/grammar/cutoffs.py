"""Every phrase of a letter that may say when its data were taken, or for which period they are.

Belongs here: finding the phrases and what each names by itself. Does not belong here: choosing
among them (`timing`). A date is a candidate only after words that speak of data: the dates of
cited decisions and of the letter itself are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from orchestration.letters.blocks import Paragraph
from orchestration.letters.grammar.moments import MOMENT, Precision, end_of_day, read_moment
from orchestration.letters.grammar.plain import place_of, plain, shown, unaccented
from orchestration.letters.grammar.spans import period_of_days, period_of_months
from orchestration.periods import MONTHS_IN, Period, PeriodType, period_containing, period_of
from orchestration.readings import Refused

CandidateKind = Literal[
    "instant", "range", "report_date", "part_of_month", "weak_instant",
    "months", "quarter", "month", "week", "year",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One phrase: its words as they stand, where, and what it names.

    `until` is the last instant it names and `precision` how exactly it says it; `period` is the
    period it names by itself, None where it names only an instant. `is_year_inferred` says that
    the words leave the year out.
    """

    kind: CandidateKind
    text: str
    place: str
    until: datetime
    precision: Precision
    period: Period | None = None
    is_year_inferred: bool = False


class _Named(NamedTuple):
    until: datetime
    precision: Precision
    period: Period | None
    is_year_inferred: bool = False


_Reader = Callable[["re.Match[str]", "date | None"], "_Named | None"]


class _Phrase(NamedTuple):
    kind: CandidateKind | None  # None: words that are read so that no other phrase takes them
    pattern: re.Pattern[str]
    read: _Reader


def find_candidates(paragraphs: Iterable[Paragraph], letter_date: date | None) -> list[Candidate]:
    """All candidates of `paragraphs`, in reading order.

    A missing year is the last one that does not come after `letter_date`. Raises `Refused` when
    a phrase speaks plainly of the data and names a day that does not exist.
    """
    return [found for paragraph in paragraphs for found in _in_paragraph(paragraph, letter_date)]


def _in_paragraph(paragraph: Paragraph, letter_date: date | None) -> Iterator[Candidate]:
    text, place = plain(paragraph.text), place_of(paragraph)
    left = unaccented(text)
    found: dict[int, Candidate] = {}
    for phrase in _PHRASES:
        for match in phrase.pattern.finditer(left):
            words = text[match.start():match.end()].strip()
            named = phrase.read(match, letter_date)
            if phrase.kind and named:
                found[match.start()] = Candidate(phrase.kind, words, place, *named)
            elif phrase.kind in ("instant", "range"):
                raise _impossible(words, place)
        left = phrase.pattern.sub(_taken, left)
    yield from (found[start] for start in sorted(found))


def _taken(match: re.Match[str]) -> str:
    return "\0" * len(match.group())


def _nothing(match: re.Match[str], letter_date: date | None) -> _Named | None:
    return None


def _range(match: re.Match[str], letter_date: date | None) -> _Named | None:
    start, end = read_moment(match["start"]), read_moment(match["end"])
    last = end.on(letter_date) if end else None
    first = start.on(last) if start else None
    until = end.instant(letter_date) if end else None
    if end is None or until is None or first is None or last is None or first > last:
        return None
    return _Named(until, end.precision, period_of_days(first, last), end.year is None)


def _instant(match: re.Match[str], letter_date: date | None) -> _Named | None:
    moment = read_moment(match["moment"])
    until = moment.instant(letter_date) if moment else None
    if moment is None or until is None:
        return None
    year = period_containing("year", until.date()) if "tu dau nam" in match.group() else None
    return _Named(until, moment.precision, year, moment.year is None)


def _report_date(match: re.Match[str], letter_date: date | None) -> _Named | None:
    if letter_date is None:
        return None
    return _Named(end_of_day(letter_date), "day", period_containing("year", letter_date))


def _part_of_month(match: re.Match[str], letter_date: date | None) -> _Named | None:
    named = _calendar("month", int(match["month"]), match["year"], letter_date)
    if named is None or named.period is None:
        return None
    day = {"dau": 10, "giua": 20}.get(match["part"] or "", named.period.end.day)
    year = period_containing("year", named.period.start)
    return _Named(end_of_day(named.period.start.replace(day=day)), "month", year, named.is_year_inferred)


def _month(match: re.Match[str], letter_date: date | None) -> _Named | None:
    return _calendar("month", int(match["month"]), match["year"], letter_date)


def _quarter(match: re.Match[str], letter_date: date | None) -> _Named | None:
    written = match["quarter"]
    number = int(written) if written.isdigit() else ("i", "ii", "iii", "iv").index(written) + 1
    return _calendar("quarter", number, match["year"], letter_date)


def _first_months(match: re.Match[str], letter_date: date | None) -> _Named | None:
    count = {"ba": 3, "sau": 6, "chin": 9}.get(match["count"]) or int(match["count"])
    last = _calendar("month", count, match["year"], letter_date)
    if last is None or last.period is None:
        return None
    period = period_of_months(date(last.period.start.year, 1, 1), last.period.start)
    return _Named(last.until, "month", period, last.is_year_inferred)


def _last_six_months(match: re.Match[str], letter_date: date | None) -> _Named | None:
    return _calendar("half", 2, match["year"], letter_date)


def _months(match: re.Match[str], letter_date: date | None) -> _Named | None:
    last = _calendar("month", int(match["month"]), match["year"], letter_date)
    if last is None or last.period is None:
        return None
    first = _calendar("month", int(match["from_month"]), match["from_year"], last.period.end)
    if first is None or first.period is None or first.period > last.period:
        return None
    period = period_of_months(first.period.start, last.period.start)
    return _Named(last.until, "month", period, last.is_year_inferred)


def _week(match: re.Match[str], letter_date: date | None) -> _Named | None:
    years = (int(match["year"]),) if match["year"] else _years_back(letter_date)
    for year in years:
        try:
            monday, sunday = (date.fromisocalendar(year, int(match["week"]), day) for day in (1, 7))
        except ValueError:
            continue
        if match["year"] or letter_date is None or monday <= letter_date:
            return _Named(end_of_day(sunday), "day", None, not match["year"])
    return None


def _year(match: re.Match[str], letter_date: date | None) -> _Named | None:
    return _calendar("year", 1, match["year"], letter_date)


def _calendar(kind: PeriodType, number: int, year: str | None, letter_date: date | None) -> _Named | None:
    """The `number`-th period of a kind; without a year, the last one begun by `letter_date`."""
    if not 1 <= number <= 12 // MONTHS_IN[kind]:
        return None
    for candidate in (int(year),) if year else _years_back(letter_date):
        period = period_of(kind, candidate, number)
        if year or (letter_date and period.start <= letter_date):
            return _Named(end_of_day(period.end), "month", period, not year)
    return None


def _years_back(letter_date: date | None) -> tuple[int, ...]:
    return (letter_date.year, letter_date.year - 1) if letter_date else ()


def _impossible(words: str, place: str) -> Refused:
    return Refused(
        place,
        f"Câu {shown(words)} nêu một thời điểm không có thật hoặc thiếu năm: hãy đối chiếu với bản gốc.",
        f"The phrase {shown(words)} names no real moment, or lacks its year: check it with the original.",
    )


def _phrase(kind: CandidateKind | None, pattern: str, read: _Reader) -> _Phrase:
    return _Phrase(kind, re.compile(pattern), read)


def _of_year(group: str = "year") -> str:
    return rf"(?:\s?(?:[/.-]|,?\s?(?:cua\s)?nam)\s?(?P<{group}>20[0-9]{{2}})(?![0-9]))?"


_CITED = "(?:theo|quyet dinh|cong van|van ban|thong tu|nghi quyet|ke hoach)"
_UP_TO_A_DATE = rf"(?:(?!\b{_CITED}\b)[^0-9;\0]){{0,80}}?"
_ABOUT_DATA = (
    rf"(?:(?:chot|thoi diem|tinh den|luy ke|cap nhat|trich xuat)\b{_UP_TO_A_DATE}"
    rf"|(?<!co so )\b(?:so|du) lieu\b{_UP_TO_A_DATE}\b(?:den|luc|vao|ngay)(?:\shet)?\s?)"
)
# what goes on after words just taken: "16h ngày 30/01 (cấp tỉnh); 17h ngày 31/01 (cấp huyện)"
_GOING_ON = rf"(?:(?!\b(?:{_CITED}|truoc|so voi|cung ky)\b)[^0-9.;\0]){{0,60}}?"
_AND_ALSO = rf"(?<=\0){_GOING_ON}[;,)a-z]\s{_GOING_ON}"
# in the order in which they take words: what is said most exactly comes first
_PHRASES = (
    _phrase("range", rf"\btu\s(?P<start>{MOMENT})\s?(?:den|-|–)\s?(?:het\s)?(?P<end>{MOMENT})", _range),
    _phrase("instant", rf"\b{_ABOUT_DATA}(?P<moment>{MOMENT})", _instant),
    _phrase("instant", rf"{_AND_ALSO}(?P<moment>{MOMENT})", _instant),
    _phrase("part_of_month",
            rf"\btu dau nam den (?:(?P<part>dau|giua|cuoi|het) )?thang (?P<month>[0-9]{{1,2}})(?![0-9])"
            rf"{_of_year()}", _part_of_month),
    _phrase("report_date", r"\b(?:tu dau nam )?den thoi diem bao cao\b", _report_date),
    _phrase("weak_instant", rf"\bden (?:het )?(?P<moment>{MOMENT})", _instant),
    _phrase(None, MOMENT, _nothing),
    _phrase("months",
            r"\b(?P<count>[0-9]{1,2}|ba|sau|chin) thang dau (?:cua )?nam(?: (?P<year>20[0-9]{2}))?(?![0-9])",
            _first_months),
    _phrase("months", r"\b(?:0?6|sau) thang cuoi nam(?: (?P<year>20[0-9]{2}))?(?![0-9])", _last_six_months),
    _phrase("months",
            rf"\btu thang (?P<from_month>[0-9]{{1,2}})(?![0-9]){_of_year('from_year')}\s?(?:den|-|–)\s?"
            rf"(?:het )?thang (?P<month>[0-9]{{1,2}})(?![0-9]){_of_year()}", _months),
    _phrase("quarter", rf"\bquy (?P<quarter>iv|i{{1,3}}|[1-4])\b{_of_year()}", _quarter),
    _phrase("month", rf"\bthang (?P<month>[0-9]{{1,2}})(?![0-9]){_of_year()}", _month),
    _phrase("week", rf"\btuan (?:thu )?(?P<week>[0-9]{{1,2}})(?![0-9]){_of_year()}", _week),
    _phrase("year", r"\bnam (?P<year>20[0-9]{2})(?![0-9])", _year),
)

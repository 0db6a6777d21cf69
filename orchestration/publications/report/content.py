"""What a report says, before it is put in any format.

Belongs here: sections, sentences and their order of importance. Does not belong here: formats
(`files`), figures (`figures`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from orchestration.publications.annex.words import NOT_REAL, cutoff_notes, period_words
from orchestration.publications.report.figures import Lowest, ReportFigures, Score, Streak
from orchestration.publications.shapes import Column, Table
from orchestration.publications.vietnamese import SCORE_PLACES, change, instant, number, score

MOST_GAPS, MOST_MOVES = 3, 6
LEVELS = {"agency": "Sở, ban, ngành", "district": "Huyện, thị xã, thành phố", "commune": "Xã, phường, đặc khu"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; `table` stands for the lines where there is room for one.

    A section is told whole or not at all.
    """

    title: str
    lines: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The title, one sentence that says it all, sections with the most important first, notes."""

    title: str
    headline: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def report_of(figures: ReportFigures) -> Report:
    """The report on one edition; sections with nothing to say are left out."""
    chosen = figures.chosen
    sections = [
        _what_moved(figures), _what_to_do(figures), _doubts(figures), *_lowest(figures), _groups(figures),
        _path(figures),
    ]  # fmt: skip
    warning = f"{NOT_REAL}: " if chosen.facts.is_demo else ""
    return Report(
        f"{warning}Chỉ số phục vụ người dân, doanh nghiệp {period_words(chosen)}: {chosen.province_name}",
        warning + _headline(figures),
        tuple(section for section in sections if section.lines),
        tuple(note.removeprefix("* ") for note in cutoff_notes(chosen)),
    )


def _headline(figures: ReportFigures) -> str:
    total, at = figures.total, instant(figures.chosen.edition.cutoff_at)
    if total is None or total.value is None:
        return f"Số liệu chốt {at}; nguồn không công bố tổng điểm."
    kind = "Tổng điểm tạm tính" if figures.chosen.facts.is_provisional else "Tổng điểm"
    said = f"{kind} {score(total.value)}{_out_of(total)} lúc {at}"
    if total.rank is not None:
        said += f", hạng {total.rank}/{total.cohort_size}"
    if total.delta is None:
        return f"{said}. Không so với lần trước: {_lower(total.break_text or 'không có số liệu')}."
    before = f" so với lần chốt {instant(total.previous_cutoff_at)}" if total.previous_cutoff_at else ""
    return f"{said}; {_moved(total.delta)}{_ranks(total.rank_change)}{before}."


def _what_moved(figures: ReportFigures) -> Section:
    moved = sorted((one for one in figures.groups if one.move_order), key=lambda one: one.move_order or 0)
    lines = [
        f"{one.indicator_name}: {_moved(one.delta)}, nay {score(one.value)}{_out_of(one)}{_rank_move(one)}"
        for one in moved[:MOST_MOVES] if one.delta is not None and one.value is not None
    ]
    if not lines and figures.total and figures.total.delta is not None:
        lines = ["Không nhóm nào thay đổi so với lần chốt trước"]
    return Section("Điều gì đã thay đổi", tuple(lines))


def _what_to_do(figures: ReportFigures) -> Section:
    widest = sorted((one for one in figures.groups if one.gap_order), key=lambda one: one.gap_order or 0)
    lines = [
        f"{one.indicator_name}: còn thiếu {score(one.gap)} điểm ({score(one.value)}{_out_of(one)})"
        for one in widest if (one.gap_order or 0) <= MOST_GAPS and one.gap is not None and one.value is not None
    ]
    lines += [f"{one.indicator_name}: {_lower(one.text_vi).rstrip('.')}" for one in figures.advice]
    return Section("Cần ưu tiên (nhóm còn mất nhiều điểm nhất)", tuple(lines))


def _doubts(figures: ReportFigures) -> Section:
    return Section("Cần xem lại trước khi dùng", tuple(doubt.text_vi for doubt in figures.doubts))


def _lowest(figures: ReportFigures) -> list[Section]:
    sections = []
    for level, found in groupby(figures.lowest, key=lambda one: one.level):
        units = list(found)
        at = f", chốt {instant(units[0].cutoff_at)}" if _is_older(figures, units[0]) else ""
        if units[0].kind == "total":
            title = f"{_called(level)} thấp nhất{at}"
            sections.append(Section(title, tuple(map(_lowest_line, units))))
        else:
            title = f"{_called(level)} thấp nhất từng nhóm{at}"
            sections.append(Section(title, tuple(_lowest_of_groups(units))))
    if not sections:
        nothing = "Nguồn chưa có điểm từng đơn vị trong kỳ này"
        sections.append(Section("Các đơn vị thấp nhất", (nothing,)))
    return sections


def _called(level: str) -> str:
    return LEVELS.get(level, level)


def _lowest_line(unit: Lowest) -> str:
    moved = f" ({change(unit.delta, SCORE_PLACES)})" if unit.delta is not None else ""
    rank = f", hạng {unit.rank}/{unit.cohort_size}" if unit.rank is not None else ""
    return f"{unit.unit_name}: {score(unit.value)}{_unit(unit)}{moved}{rank}"


def _lowest_of_groups(units: Sequence[Lowest]) -> list[str]:
    lines = []
    for name, found in groupby(units, key=lambda one: one.indicator_name):
        tied = list(found)
        names = ", ".join(one.unit_name for one in tied)
        lines.append(f"{name}: {score(tied[0].value)}{_unit(tied[0])} ({names})")
    return lines


def _groups(figures: ReportFigures) -> Section:
    columns = (
        Column("Nhóm chỉ số", "text", 62), Column("Điểm", "number", 20, places=SCORE_PLACES),
        Column("Tối đa", "number", 20),
        Column("Còn thiếu", "number", 20, places=SCORE_PLACES),
        Column("Tăng, giảm", "change", 20, places=SCORE_PLACES), Column("Thứ hạng", "rank", 23),
    )  # fmt: skip
    rows = tuple(
        (one.indicator_name, one.value, one.max_score, one.gap, one.delta,
         f"{one.rank}/{one.cohort_size}" if one.rank else None)
        for one in figures.scores
    )  # fmt: skip
    lines = tuple(
        f"{one.indicator_name}: " + (f"{score(one.value)}{_out_of(one)}" if one.value is not None else "–")
        for one in figures.groups
    )
    return Section("Điểm các nhóm", lines, Table(columns, rows))


def _path(figures: ReportFigures) -> Section:
    if len(figures.path) < 2:
        return Section("Diễn biến tổng điểm", ())
    points = "".join(
        ("" if at == 0 else " → " if point.is_joined else " ⁄ (không so sánh được) ")
        + f"{score(point.value)} ({point.cutoff_at:%d/%m})"
        for at, point in enumerate(figures.path)
    )
    return Section("Diễn biến tổng điểm", (points, *_streak(figures.streak)))


def _streak(streak: Streak | None) -> list[str]:
    if streak is None:
        return []
    way = "tăng" if streak.direction == "rose" else "giảm"
    since = f"{streak.since_cutoff_at:%d/%m/%Y}"
    told = change(streak.streak_delta, SCORE_PLACES)
    return [f"{way.capitalize()} {streak.streak_length} lần chốt liền, từ {since}: {told} điểm"]


def _out_of(one: Score) -> str:
    return f"/{number(one.max_score)}" if one.max_score is not None else ""


def _unit(unit: Lowest) -> str:
    return " %" if unit.value_kind == "rate_pct" else ""


def _moved(delta: Decimal | None) -> str:
    if not delta:
        return "không đổi"
    return f"{'tăng' if delta > 0 else 'giảm'} {score(abs(delta))}"


def _ranks(steps: int | None) -> str:
    if not steps:
        return ""
    return f", {'lên' if steps > 0 else 'xuống'} {abs(steps)} bậc"


def _rank_move(one: Score) -> str:
    rank = f", hạng {one.rank}/{one.cohort_size}" if one.rank is not None else ""
    return rank + _ranks(one.rank_change)


def _is_older(figures: ReportFigures, unit: Lowest) -> bool:
    return unit.cutoff_at != figures.chosen.edition.cutoff_at


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

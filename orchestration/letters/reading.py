"""A landed letter → `Reading`s: the one way from its bytes to the warehouse.

Belongs here: putting the parts together: head, province, cutoffs, tables, points. Does not belong
here: how any of them is read.

One letter is one reading, unless its tables state different cutoffs or periods: then one for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.landing.records import Record
from orchestration.letters.annex import read_annex
from orchestration.letters.blocks import Letter, Paragraph
from orchestration.letters.consistency import caption_notes, head_notes, scale_notes
from orchestration.letters.figures import Figures, joined
from orchestration.letters.grammar.cutoffs import find_candidates
from orchestration.letters.grammar.head import Head
from orchestration.letters.grammar.numbers import Notation
from orchestration.letters.grammar.plain import plain, shown
from orchestration.letters.grammar.scores import SaidPoints, find_points
from orchestration.letters.grammar.timing import (
    Timing,
    Words,
    choose_timing,
    explanation,
    states_cutoff,
    timing_notes,
)
from orchestration.letters.issuer import head_of, province_of
from orchestration.letters.province import read_points
from orchestration.letters.readers import read_letter
from orchestration.letters.register import Register
from orchestration.letters.rows import RowReader
from orchestration.letters.scoreboard import points_in_table
from orchestration.letters.sections import Annex, Sections, split_sections
from orchestration.letters.soundness import (
    cites_index,
    refuse_doubt,
    refuse_empty,
    refuse_other_document,
    refuse_repeated,
    refuse_stray_figures,
)
from orchestration.periods import VIETNAM
from orchestration.readings import Level, Note, Reading, Refused, UnitSighting
from orchestration.reference.labels import find_indicator
from orchestration.reference.local import read_once
from orchestration.reference.names import Gazetteer

_PROVINCE_POINTS = "điểm của tỉnh"


@dataclass(frozen=True, slots=True)
class _Part:
    """One table, or the province's own points: its timing and its figures."""

    timing: Timing
    figures: Figures


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A name of a letter that is no known unit of its province, the level its table states, and the
    units that are called nearly so: (unit_id, name, similarity in percent)."""

    name: str
    level: Level | None
    province_id: str
    place: str
    nearest: Sequence[tuple[str, str, float]]


def read_letter_record(record: Record, payload: bytes) -> list[Reading]:
    """The readings of a landed letter. Raises `Refused` for a letter that must not be loaded."""
    return readings_of(read_letter(payload, record.name), record)


def readings_of(letter: Letter, record: Record) -> list[Reading]:
    """The readings of a letter that is already in its common form, after a review for instance.

    Raises `Refused`, naming the place, for a document that is no letter on the index, and for
    anything in it that cannot be read for certain.
    """
    sections, said = _taken_apart(letter)
    refuse_doubt(letter)  # only now: nobody is asked about a document that is no letter on the index
    head = head_of(letter, sections)
    province = province_of(letter, head)
    timings = _timings(sections, head)
    tables = [(annex, _table_part(annex, timing, province.unit_id or "", letter.format))
              for annex, timing in zip(sections.annexes, timings, strict=True)]
    parts = [part for _, part in tables]
    if said:
        parts.insert(0, _points_part(said, sections, head, timings, province.unit_id or ""))
    loaded = [part for part in parts if part.figures.observations]
    refuse_empty(loaded)
    notes = [
        *_letter_notes(letter, sections), *head_notes(head), *caption_notes(sections.annexes, head),
        *scale_notes([(annex, part.figures.observations) for annex, part in tables]),
        *(note for part in parts if part not in loaded for note in part.figures.notes),
    ]
    return _readings(loaded, head, province, notes, record)


def unknown_units(letter: Letter) -> list[UnknownUnit]:
    """The units a letter names and nobody knows, in the order of its tables.

    Raises `Refused` where the letter fails before its names are looked at.
    """
    sections, _ = _taken_apart(letter)
    head = head_of(letter, sections)
    province = province_of(letter, head)
    found: dict[str, UnknownUnit] = {}
    for annex, timing in zip(sections.annexes, _timings(sections, head), strict=True):
        register = _register(province.unit_id or "", timing)
        for row, nearest in register.unknown_among(RowReader(annex).unit_rows()):
            unit = UnknownUnit(row.name, row.level, province.unit_id or "", row.place, nearest)
            found.setdefault(row.name, unit)
    return list(found.values())


def _taken_apart(letter: Letter) -> tuple[Sections, list[SaidPoints]]:
    """The parts of a letter on the index. What its reader noticed may be why it seems to be none."""
    try:
        sections = split_sections(letter)
    except Refused:
        refuse_doubt(letter)  # a heading read with doubt may be why: a person looks first
        raise
    said = _said_points(letter, sections)
    if sections.annexes or cites_index(letter):
        refuse_stray_figures(letter)
    try:
        refuse_other_document(sections, said)
    except Refused as refused:
        noticed = [text.partition(" / ") for text in letter.warnings]
        vi = " ".join((refused.vi, *(vi for vi, _, _ in noticed)))
        en = " ".join((refused.en, *(en for _, _, en in noticed)))
        raise Refused(refused.place, vi, en) from refused
    return sections, said


def _readings(
    parts: Sequence[_Part], head: Head, province: UnitSighting, notes: list[Note], record: Record
) -> list[Reading]:
    found = []
    for key in dict.fromkeys(part.timing.key() for part in parts):
        same = [part for part in parts if part.timing.key() == key]
        figures = joined(part.figures for part in same)
        refuse_repeated(figures)
        stated = min(same, key=lambda part: part.timing.borrowed_from).timing
        found.append(Reading(
            source="letter", scope_unit_id=province.unit_id or "", period=stated.period,
            cutoff_at=stated.cutoff_at, observed_at=record.observed_at, observed_after=record.captured_after,
            sha256=record.sha256, record_ids=(record.record_id,),
            observations=figures.observations, units=list(dict.fromkeys((province, *figures.units))),
            notes=[explanation(stated), *figures.notes],
            document_number=head.number, document_date=head.date, document_subject=head.subject,
        ))
    first, *others = sorted(found, key=lambda reading: (reading.cutoff_at, reading.period))
    return [replace(first, notes=[*notes, *first.notes]), *others]


def _said_points(letter: Letter, sections: Sections) -> list[SaidPoints]:
    """The points that are said to be points, or to be of an indicator."""
    said = find_points(letter.paragraphs())
    for at, table in enumerate(sections.other_tables, start=1):
        said += points_in_table(table, f"bảng điểm {at}")
    return [points for points in said if points.has_unit or find_indicator(points.label)]


def _timings(sections: Sections, head: Head) -> list[Timing]:
    """Each annex's timing; one that states none takes that of the others."""
    words = [_words(sections, head, annex) for annex in sections.annexes]
    known: dict[int, Timing] = {}
    # those that state a cutoff first: the others lean on them
    for at in sorted(range(len(words)), key=lambda at: not states_cutoff(words[at].own)):
        annex, elsewhere = sections.annexes[at], list(known.values())
        known[at] = choose_timing(words[at], head.date, annex.place, elsewhere)
    return [known[at] for at in range(len(words))]


def _words(sections: Sections, head: Head, annex: Annex | None = None) -> Words:
    subject = [Paragraph(head.subject)] if head.subject else []
    return Words(
        find_candidates(annex.words(), head.date) if annex else [],
        find_candidates(subject, head.date),
        find_candidates((*sections.body, *sections.tail), head.date),
    )


def _table_part(annex: Annex, timing: Timing, province_id: str, letter_format: str) -> _Part:
    notation: Notation = "feed" if letter_format == "xlsx" else "letter"
    figures = Figures(notes=timing_notes(timing, annex.place, is_table=True))
    figures.add(read_annex(annex, _register(province_id, timing), notation))
    return _Part(timing, figures)


def _points_part(
    said: Sequence[SaidPoints], sections: Sections, head: Head, elsewhere: Sequence[Timing], province_id: str
) -> _Part:
    timing = choose_timing(_words(sections, head), head.date, _PROVINCE_POINTS, elsewhere)
    figures = Figures(notes=timing_notes(timing, _PROVINCE_POINTS, is_table=False))
    figures.add(read_points(said, _register(province_id, timing)))
    return _Part(timing, figures)


def _register(province_id: str, timing: Timing) -> Register:
    return Register(province_id, timing.cutoff_at.astimezone(VIETNAM).date(), _gazetteer())


@read_once
def _gazetteer() -> Gazetteer:
    return Gazetteer()


def _letter_notes(letter: Letter, sections: Sections) -> list[Note]:
    notes = []
    for text in letter.warnings:
        vi, _, en = text.partition(" / ")
        notes.append(Note("reader_warning", "warning", vi, en or vi))
    for at, table in enumerate(sections.other_tables, start=1):
        if not points_in_table(table, ""):
            first = " | ".join(plain(cell.text) for cell in table.rows[0].cells) if table.rows else ""
            notes.append(Note(
                "table_not_read", "info",
                f"Bảng bắt đầu bằng {shown(first)} không có cột chỉ số nào nên không nạp.",
                f"The table that begins with {shown(first)} has no column of an indicator; not loaded.",
                f"bảng khác {at}",
            ))
    return notes

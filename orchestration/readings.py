"""The common form between whoever reads a source and whoever loads the warehouse.

Belongs here: plain shapes, with no source's and no database's words. A reader (`portal`,
`letters`) turns landed bytes into a `Reading` or raises `Refused`; the warehouse loads readings
and nothing else. Does not belong here: reading, loading, judging.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from orchestration.periods import Period

Source = Literal["letter", "portal", "portal_legacy", "provincial_system"]
Level = Literal["country", "province", "agency", "district", "commune", "ministry"]
Severity = Literal["info", "warning", "error"]


class Refused(Exception):
    """A document or response that must not be loaded, and why, for the person who can mend it.

    `place` says where in the document (a JSON path, "bảng 1, dòng 3, cột 5"); `vi` and `en` are
    one or two full sentences: what is wrong and what to do.
    """

    def __init__(self, place: str, vi: str, en: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place, self.vi, self.en = place, vi, en


class Note(NamedTuple):
    """Something a reader saw that a person should look at; it does not stop the load."""

    rule: str  # snake_case, stable: analysts filter on it
    severity: Severity
    vi: str
    en: str
    place: str = ""
    unit_id: str | None = None
    indicator_id: str | None = None


class UnitSighting(NamedTuple):
    """A unit as one source showed it.

    `unit_id` is the official code, `portal_id` the portal's `departmentId`; one of them is given.
    `name` is the spelling at the source, NFC, otherwise untouched.
    """

    unit_id: str | None
    portal_id: str | None
    name: str
    level: Level
    parent_id: str | None


class Observation(NamedTuple):
    """One value of one unit and one indicator, as published.

    `score` and `max_score` are points; `rate_pct` is a percentage (94.22 means 94,22 %).
    `locator` is a template of where it stood, with `{row}` for the row: a JSON pointer
    ("/data/evaluation/{row}/groupScores/CKMB", 0-based) or a table place ("bảng 1, dòng {row},
    cột 5", 1-based). Few templates, many rows: that is how a hundred million places are kept.
    `raw_text` is the text at the source, given when it differs from the plain number.
    `None` is "not published"; it is never zero.
    """

    indicator_id: str
    unit_id: str | None
    portal_id: str | None = None
    score: Decimal | None = None
    max_score: Decimal | None = None
    rate_pct: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    quality_flag: str | None = None
    locator: str = ""
    row: int | None = None
    raw_text: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One snapshot: every value one source gave for one scope, period and cutoff.

    `cutoff_at` is the instant the source says the data speaks for; `observed_after`/`observed_at`
    bound when it was received (`observed_after` is None when `observed_at` is exact). All instants
    are timezone-aware. `document_*` are for letters. `record_ids` are the landed records it was
    read from, `sha256` the hash of the source's own payload. `confirmed_*` say who
    confirmed what a machine had read with doubt, and when.
    """

    source: Source
    scope_unit_id: str
    period: Period
    cutoff_at: datetime
    observed_at: datetime
    sha256: str
    record_ids: tuple[str, ...]
    observations: list[Observation]
    units: list[UnitSighting] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    observed_after: datetime | None = None
    document_number: str | None = None
    document_date: date | None = None
    document_subject: str | None = None
    is_mixed_refresh: bool = False
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchRun:
    """One fetch as its log tells it. `ending` is None while it works or when it was killed."""

    run_id: str
    kind: str
    cutoff_at: datetime | None
    planned_count: int
    started_at: datetime | None
    finished_at: datetime | None
    ending: str | None


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """A planned question without a usable answer: `reason` is missed, not_asked, refused or unanswered.

    `indicator_id` is the group the question asks for, None for the summary of all groups.
    """

    run_id: str
    name: str
    scope_unit_id: str
    period_type: str
    period_start: date
    indicator_id: str | None
    asked_at: datetime
    cutoff_at: datetime | None
    reason: str
    text_vi: str
    text_en: str

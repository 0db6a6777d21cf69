"""The figures of a report, selected from the published file.

Belongs here: shapes and queries. Does not belong here: words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from orchestration.publications.figures import Chosen, select
from orchestration.warehouse.connection import open_reader


@dataclass(frozen=True, slots=True)
class Score:
    """The province's total or one group; `gap_order` 1 leaves most points, `move_order` 1 moved most."""

    indicator_id: str
    indicator_name: str
    kind: str
    value: Decimal | None
    max_score: Decimal | None
    gap: Decimal | None
    previous_value: Decimal | None
    previous_cutoff_at: datetime | None
    delta: Decimal | None
    rank: int | None
    cohort_size: int | None
    rank_change: int | None
    break_text: str | None
    gap_order: int | None
    move_order: int | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Point:
    """The total at one cutoff; `is_joined` says that it may be compared with the one before."""

    cutoff_at: datetime
    value: Decimal
    is_joined: bool


@dataclass(frozen=True, slots=True)
class Lowest:
    """One of the lowest units of its level."""

    level: str
    indicator_id: str
    indicator_name: str
    kind: str
    value_kind: str
    unit_name: str
    value: Decimal
    delta: Decimal | None
    rank: int | None
    cohort_size: int | None
    cutoff_at: datetime


@dataclass(frozen=True, slots=True)
class Advice:
    """What would bring points on one indicator, as a sentence; or a cliff the province stands on."""

    indicator_name: str
    text_vi: str
    gap: Decimal
    is_cliff: bool


@dataclass(frozen=True, slots=True)
class Streak:
    """How long the total has gone one way."""

    direction: str
    since_cutoff_at: datetime
    streak_length: int
    streak_delta: Decimal


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at before the figures are used."""

    text_vi: str


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Everything a report tells."""

    chosen: Chosen
    scores: tuple[Score, ...]
    path: tuple[Point, ...]
    lowest: tuple[Lowest, ...]
    advice: tuple[Advice, ...]
    streak: Streak | None
    doubts: tuple[Doubt, ...]

    @property
    def total(self) -> Score | None:
        """The total, where the source publishes one."""
        return next((one for one in self.scores if one.kind == "total" and one.value is not None), None)

    @property
    def groups(self) -> tuple[Score, ...]:
        """The groups, in the order of the index."""
        return tuple(one for one in self.scores if one.kind == "group")


def report_figures(current: Path, chosen: Chosen) -> ReportFigures:
    """The figures of a report on one edition."""
    edition = chosen.edition
    asked = {"province": chosen.province_id, "source": edition.source, "period_type": edition.period_type,
             "period_start": edition.period_start, "cutoff_at": edition.cutoff_at}  # fmt: skip
    snapshots = sorted({figure.snapshot_id for figure in chosen.figures})
    doubted = {"province": chosen.province_id, "snapshot_ids": snapshots}
    with open_reader(current) as connection:
        return ReportFigures(
            chosen,
            tuple(select(connection, "report_scores", Score, asked)),
            tuple(select(connection, "report_path", Point, asked)),
            tuple(select(connection, "report_lowest", Lowest, asked)),
            tuple(select(connection, "report_advice", Advice, asked)),
            next(iter(select(connection, "report_streak", Streak, asked)), None),
            tuple(select(connection, "report_doubts", Doubt, doubted)),
        )

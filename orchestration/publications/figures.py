"""The figures of one province at one cutoff, selected from the published file.

Belongs here: running `sql/publications/*.sql` and handing on what they answer. Does not belong
here: any arithmetic (the SQL's), any wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from orchestration.warehouse.connection import open_reader
from orchestration.warehouse.relations import sql_folder

T = TypeVar("T")


class NoSuchFigures(LookupError):
    """The warehouse has no figures of that province, or none at that cutoff; says which it has."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One set of figures a province has; the cutoffs of several sources are told apart."""

    source: str
    period_type: str
    period_start: date
    cutoff_at: datetime
    unit_count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one unit beside the one before; None is "not published" or "not comparable"."""

    level: str
    unit_id: str
    unit_name: str
    indicator_id: str
    indicator_name: str
    indicator_kind: str
    value_kind: str
    value: Decimal | None
    max_score: Decimal | None
    previous_value: Decimal | None
    previous_cutoff_at: datetime | None
    delta: Decimal | None
    rank: int | None
    cohort_size: int | None
    previous_rank: int | None
    rank_change: int | None
    break_reason: str | None
    break_text: str | None
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the snapshots behind an edition say of themselves."""

    document_number: str | None
    document_date: date | None
    observed_after: datetime | None
    observed_at: datetime
    is_provisional: bool
    is_demo: bool  # a demo portal's: made up, or old captures replayed
    hashes: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A province, an edition of its figures, and the figures in the source's order."""

    province_id: str
    province_name: str
    edition: Edition
    facts: Facts
    figures: tuple[Figure, ...]

    def of_level(self, *levels: str) -> tuple[Figure, ...]:
        """The figures of some levels."""
        return tuple(figure for figure in self.figures if figure.level in levels)


def choose(
    current: Path, province: str, cutoff: datetime | date | None = None, source: str | None = None,
    period_type: str | None = None,
) -> Chosen:
    """The figures of a province at a cutoff: an instant (to the minute), a day, or None for the newest.

    Raises `NoSuchFigures`.
    """  # fmt: skip
    with open_reader(current) as connection:
        editions = select(connection, "editions", Edition, {"province": province})
        edition = next(
            (one for one in editions if _is_meant(one, cutoff, source, period_type)), None
        )
        if edition is None:
            raise NoSuchFigures(_what_there_is(province, editions))
        return read_edition(connection, province, edition)


def newest_editions(current: Path, province: str) -> list[Edition]:
    """The newest edition of each source, in the order of their cutoffs."""
    with open_reader(current) as connection:
        editions = select(connection, "editions", Edition, {"province": province})
    return list({edition.source: edition for edition in reversed(editions)}.values())


def read_edition(connection: duckdb.DuckDBPyConnection, province: str, edition: Edition) -> Chosen:
    """All that is known of one edition."""
    found = select(connection, "edition_figures", Figure, {
        "province": province, "source": edition.source, "period_type": edition.period_type,
        "period_start": edition.period_start, "cutoff_at": edition.cutoff_at,
    })  # fmt: skip
    ids = sorted({figure.snapshot_id for figure in found})
    (facts,) = select(connection, "edition_facts", Facts, {"snapshot_ids": ids})
    name = connection.execute("select name from units where unit_id = ?", [province]).fetchall()[0][0]
    return Chosen(province, name, edition, facts, tuple(found))


def select(
    connection: duckdb.DuckDBPyConnection, name: str, shape: type[T], parameters: Mapping[str, Any]
) -> list[T]:
    """The rows of `sql/publications/<name>.sql` as `shape`, whose fields are named like its columns."""
    cursor = connection.execute(statement(name), dict(parameters))
    columns = [column[0] for column in cursor.description or ()]
    expected = [field.name for field in fields(shape)]  # type: ignore[arg-type]
    if columns != expected:
        raise TypeError(f"sql/publications/{name}.sql answers {columns}, {shape.__name__} has {expected}")
    return [shape(*row) for row in cursor.fetchall()]


def statement(name: str) -> str:
    """The text of `sql/publications/<name>.sql`."""
    return (sql_folder() / "publications" / f"{name}.sql").read_text(encoding="utf-8")


def _is_meant(
    edition: Edition, cutoff: datetime | date | None, source: str | None, period_type: str | None
) -> bool:
    at = edition.cutoff_at
    if isinstance(cutoff, datetime):
        is_then = at.replace(second=0, microsecond=0) == cutoff.replace(second=0, microsecond=0)
    else:
        is_then = cutoff is None or at.date() == cutoff
    return is_then and source in (None, edition.source) and period_type in (None, edition.period_type)


def _what_there_is(province: str, editions: list[Edition]) -> str:
    if not editions:
        return (
            f"Kho không có số liệu nào của {province}. Xem mã đơn vị: chiso766 query \"from units where level = "
            f"'province'\" / The warehouse has no figures of {province}."
        )
    listed = "".join(
        f"\n  {one.cutoff_at:%Y-%m-%dT%H:%M}  {one.source}  {one.period_type} {one.period_start:%Y-%m-%d}"
        for one in editions[:20]
    )
    return f"Không có số liệu của {province} tại thời điểm đó; hiện có / none at that cutoff, there are:{listed}"

"""A warehouse as large as years of the whole country, made inside DuckDB and loaded as real answers are.

Belongs here: inventing cutoffs set-based and handing each to the product's own load statements, one
load per cutoff, so that the bytes lie on disk as they would. Does not belong here: measuring.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from orchestration.periods import VIETNAM, Period, PeriodType, period_containing
from orchestration.warehouse.connection import transaction
from orchestration.warehouse.load import fold_series, stage_facts, write_core
from orchestration.warehouse.relations import load_statements

FIRST_DAY = date(2027, 1, 1)
PERIODS: tuple[PeriodType, ...] = ("month", "quarter", "year")
REALLY_LOADED = 45  # 15 days; a multiple of the three periods
BATCH = 15
SQL = Path(__file__).parent / "scale"


@dataclass(frozen=True, slots=True)
class Size:
    """How many units, indicators and cutoffs; three cutoffs (month, quarter, year) make a day."""

    units: int = 3_872
    indicators: int = 24
    cutoffs: int = 1_095

    @property
    def rows(self) -> int:
        """Observations in all."""
        return self.units * self.indicators * self.cutoffs


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The `number`-th cutoff (0-based): a day at 16:00 and one of its periods."""

    number: int

    @property
    def day(self) -> date:
        """The day of the cutoff."""
        return FIRST_DAY + timedelta(days=self.number // len(PERIODS))

    @property
    def period(self) -> Period:
        """The period it speaks about."""
        return period_containing(PERIODS[self.number % len(PERIODS)], self.day)

    @property
    def at(self) -> datetime:
        """Its instant."""
        return datetime.combine(self.day, time(16), VIETNAM)


def sql(name: str) -> str:
    """The text of `bench/scale/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def found_country(connection: duckdb.DuckDBPyConnection, size: Size) -> None:
    """Units and profiles, once per connection."""
    text = sql("universe").split("create or replace temp table", 1)
    connection.execute(text[0], {"unit_count": size.units})
    connection.execute(
        "create or replace temp table" + text[1], {"unit_count": size.units, "indicator_count": size.indicators}
    )


def stage_cutoff(connection: duckdb.DuckDBPyConnection, cutoff: Cutoff) -> None:
    """The cutoff's facts and values, staged as a reading's are."""
    period = cutoff.period
    mark = hashlib.sha256(f"bench {cutoff.number}".encode()).hexdigest()
    facts: dict[str, Any] = {
        "name": f"bench {cutoff.number}",
        "source": "portal", "scope_unit_id": "VN", "cutoff_at": cutoff.at, "observed_after": None,
        "observed_at": cutoff.at + timedelta(minutes=9), "is_mixed_refresh": False, "document_number": None,
        "document_date": None, "document_subject": None, "sha256": mark, "record_ids": [mark],
        "period_type": period.type, "period_start": period.start, "period_end": period.end,
        "period_label": f"{period.type}-{period}", "period_closes_at": period.closes_at,
        "confirmed_by": None, "confirmed_at": None,
    }  # fmt: skip
    stage_facts(connection, [facts])
    values, rest = sql("values").split("create or replace temp table staged_facts", 1)
    connection.execute(values, {"day": cutoff.number // len(PERIODS), "period_type": period.type})
    connection.execute("create or replace temp table staged_facts" + rest)


def load_cutoff(connection: duckdb.DuckDBPyConnection, cutoff: Cutoff) -> None:
    """Load one invented cutoff with the product's statements, in one transaction."""
    with transaction(connection):
        stage_cutoff(connection, cutoff)
        write_core(connection)
        connection.execute(load_statements("ledger"), {"loaded_at": datetime.now(UTC), "code_version": "bench"})


def fill(connection: duckdb.DuckDBPyConnection, size: Size, report: Callable[[int], None]) -> None:
    """Fill an empty warehouse: some cutoffs really loaded, the others repeated from them set-based."""
    found_country(connection, size)
    loaded = min(REALLY_LOADED, size.cutoffs)
    for number in range(loaded):
        load_cutoff(connection, Cutoff(number))
        report(number + 1)
    if loaded < size.cutoffs:
        _repeat(connection, loaded, size.cutoffs, report)


def _repeat(connection: duckdb.DuckDBPyConnection, loaded: int, cutoffs: int, report: Callable[[int], None]) -> None:
    both = {"loaded": loaded, "cutoffs": cutoffs}
    for number, statement in enumerate(duckdb.extract_statements(sql("repeat_snapshots"))):
        connection.execute(statement, both if number == 0 else None)
    connection.execute(load_statements("periods"))
    connection.execute("create or replace temp table template as from core.observations")
    for first in range(loaded, cutoffs, BATCH):
        last = min(first + BATCH, cutoffs) - 1
        connection.execute(sql("repeat_values"), {"loaded": loaded, "first": first, "last": last})
        with transaction(connection):
            for number in range(first, last + 1):
                fold_series(connection, [number + 1])
        report(last + 1)

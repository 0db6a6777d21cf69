"""Warehouses made of invented readings: the cases the examples do not hold, each figure in plain sight.

Belongs here: short ways to write a reading and to load some of them. Does not belong here: expectations.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.periods import VIETNAM, Period
from orchestration.readings import Level, Observation, Reading, Source, UnitSighting
from orchestration.warehouse.build import finish, prepare
from orchestration.warehouse.load import load_reading

MAXIMA = {"TOTAL": 100, "CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
GROUPS = tuple(MAXIMA)[1:]
Values = Mapping[str, Mapping[str, "str | Observation | None"]]


def at(text: str) -> datetime:
    """An instant in Vietnam: `2026-10-05` is that day at 16:00, `2026-10-05 08:30` that minute."""
    return datetime.fromisoformat(text if " " in text else f"{text} 16:00").replace(tzinfo=VIETNAM)


def value(indicator: str, score: str | None = None, **more: Any) -> Observation:
    """One value; numbers are written as text (`max_score`, `rate_pct`, `numerator`, `denominator`)."""
    numbers = {name: None if text is None else Decimal(text) for name, text in more.items() if name != "quality_flag"}
    return Observation(
        indicator, None, score=None if score is None else Decimal(score), locator=f"/{indicator}",
        quality_flag=more.get("quality_flag"), **numbers,
    )  # fmt: skip


def six(total: str, *groups: str | None) -> dict[str, str | None]:
    """A total and its six groups, in the order of the index."""
    return {"TOTAL": total, **dict(zip(GROUPS, groups, strict=True))}


def reading(
    cutoff: str,
    values: Values,
    *,
    period: tuple[Any, str] = ("year", "2026-01-01"),
    source: Source = "portal",
    scope: str = "VN",
    observed: str | None = None,
    level: Level | None = None,
    **more: Any,
) -> Reading:
    """One reading: for each unit its values by indicator, a text being points out of the usual maximum."""
    observations = [_observation(unit, name, given) for unit, held in values.items() for name, given in held.items()]
    sightings = [UnitSighting(unit, None, f"Đơn vị {unit}", level, scope) for unit in values] if level else []
    kind, start = period
    cutoff_at = at(cutoff)
    arrival = f"{source}-{scope}-{kind}-{start}-{cutoff}-{observed}-{more.get('document_number')}"
    record_id = hashlib.sha256(arrival.encode()).hexdigest()[:24]
    return Reading(
        source, scope, Period(kind, date.fromisoformat(start)), cutoff_at,
        at(observed) if observed else cutoff_at + timedelta(seconds=1), "0" * 64, (record_id,),
        observations, sightings, **more,
    )  # fmt: skip


def warehouse(tmp_path: Path, *readings: Reading) -> duckdb.DuckDBPyConnection:
    """A warehouse with the reference lists and these readings, open for questions."""
    shutil.copy(empty_warehouse(), tmp_path / "invented.duckdb")
    connection = duckdb.connect(str(tmp_path / "invented.duckdb"))
    connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
    for number, each in enumerate(readings):
        load_reading(connection, each, f"reading {number}")
    finish(connection, [])
    return connection


@cache
def empty_warehouse() -> Path:
    """The lists and the views without a reading, made once: every invented warehouse is a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="chiso766-"))
    atexit.register(shutil.rmtree, folder)
    path = folder / "empty.duckdb"
    with duckdb.connect(str(path)) as connection:
        prepare(connection)
    return path


def _observation(unit: str, indicator: str, given: str | Observation | None) -> Observation:
    held = given if isinstance(given, Observation) else value(indicator, given, max_score=str(MAXIMA[indicator]))
    return held._replace(unit_id=unit, indicator_id=indicator)

"""What fetches planned and did not get, written into the warehouse at every build.

Belongs here: handing runs and missing answers to `sql/load` as staged frames. Does not belong here:
reading run logs (the caller does), and deciding which cutoff was missed (the SQL says).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd

from orchestration.readings import FetchRun, MissingAnswer
from orchestration.warehouse.relations import load_statements


def write_fetches(
    connection: duckdb.DuckDBPyConnection, runs: Sequence[FetchRun], missing: Sequence[MissingAnswer], now: datetime
) -> None:
    """Rewrite `core.missing_answers` and `core.cutoff_log`; the caller holds the transaction."""
    frames = {
        "staged_runs": _frame(runs, FetchRun),
        "staged_missing": _frame(missing, MissingAnswer),
        "staged_now": pd.DataFrame({"now_at": [now.isoformat()]}, dtype="str"),
    }
    for name, frame in frames.items():
        connection.register("frame", frame)
        connection.execute(f"create or replace temp table {name} as from frame")
        connection.unregister("frame")
    for step in ("missing_answers", "cutoff_log"):
        connection.execute(load_statements(step))


def _frame(rows: Sequence[Any], shape: type[FetchRun] | type[MissingAnswer]) -> pd.DataFrame:
    names = [item.name for item in fields(shape)]
    texts = {name: [_text(getattr(row, name)) for row in rows] for name in names}
    return pd.DataFrame(texts, columns=names, dtype="str")


def _text(value: object) -> str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return None if value is None else str(value)

"""How fast the warehouse answers at the size of a year of the whole country.

Fills a warehouse file (101.8 million observations unless told otherwise), asks what an analyst asks through the
views and what a person would write directly on `core.observations` on the same bytes, and prints both and their
ratio; then adds one cutoff as a fetch would, and times the load, the bookkeeping, the checks and the
publication. Every answer of a view is compared with the bare query's before it is timed.

    python bench/trends.py            the full size (some minutes, 4 GB of disk while it runs)
    python bench/trends.py --quick    4 million observations
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
from scale_warehouse import Cutoff, Size, fill, found_country, stage_cutoff

from orchestration.readings import Observation, Reading
from orchestration.warehouse.build import finish, prepare
from orchestration.warehouse.checks import run_checks
from orchestration.warehouse.connection import open_reader, open_writer, transaction
from orchestration.warehouse.load import load_reading
from orchestration.warehouse.publish import publish

REPEATS = 7
PATIENCE_MS = 15_000
QUESTIONS = Path(__file__).parent / "scale" / "questions"
RATIO_LIMIT = 2.0
LIMITS_MS = {"trend": 100, "league": 50, "scorecard": 100, "contributions": 2000}
LIMITS_S = {"load of one cutoff": 1.0}


@dataclass(slots=True)
class Table:
    """The measured lines, and those beyond their limit."""

    misses: list[str] = field(default_factory=list)

    def line(self, name: str, measured: float, limit: float | None, unit: str, note: str = "") -> None:
        """Print one line; a value beyond its limit is remembered."""
        if limit is not None and measured > limit:
            self.misses.append(name)
        verdict = "" if limit is None else f"limit {limit:g} {unit}: {'ok' if measured <= limit else 'MISSED'}"
        print(f"{name:<44}{measured:>10.2f} {unit:<5}{verdict:<24}{note}", flush=True)


def warm_ms(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, list[tuple[Any, ...]]]:
    """The best of some runs, in milliseconds, and the rows."""
    times, rows = [], []
    for _ in range(REPEATS):
        began = time.perf_counter()
        rows = connection.execute(query).fetchall()
        times.append((time.perf_counter() - began) * 1000)
        if sum(times) > PATIENCE_MS:
            break
    return min(times), rows


def ask(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Ask every question through the view and, where there is one, by the bare query."""
    newest = "(select max(cutoff_at) from core.snapshots where period_type = 'month')"
    connection.execute(f"set variable newest_cutoff_at = {newest}")
    for name, limit in LIMITS_MS.items():
        took, rows = warm_ms(connection, question(f"{name}_view"))
        table.line(f"{name}, through the view", took, limit, "ms", f"{len(rows)} rows")
        if (QUESTIONS / f"{name}_bare.sql").exists():
            bare, expected = warm_ms(connection, question(f"{name}_bare"))
            if sorted(map(repr, rows)) != sorted(map(repr, expected)):
                raise SystemExit(f"{name}: the view and the bare query answer differently")
            table.line(f"{name}, bare query", bare, None, "ms")
            table.line(f"{name}, view / bare", took / bare, RATIO_LIMIT, "x")


def question(name: str) -> str:
    """The text of `bench/scale/questions/<name>.sql`."""
    return (QUESTIONS / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def timed(table: Table, name: str, limit: float | None = None) -> Iterator[None]:
    """Time a step in seconds."""
    began = time.perf_counter()
    yield
    table.line(name, time.perf_counter() - began, limit, "s")


def reading_of(connection: duckdb.DuckDBPyConnection, cutoff: Cutoff) -> Reading:
    """The cutoff as a reader would hand it over."""
    stage_cutoff(connection, cutoff)
    rows = connection.execute(
        "select i.indicator_id, u.unit_id, v.score, v.max_score, v.rate_pct, v.numerator, v.denominator, v.locator, "
        "v.locator_row from staged_values as v inner join core.units as u using (unit_key) "
        "inner join core.indicators as i using (indicator_key)"
    ).fetchall()
    observations = [Observation(i, u, None, *numbers, None, place, row) for i, u, *numbers, place, row in rows]
    mark = f"{cutoff.number:064d}"
    observed_at = cutoff.at + timedelta(minutes=9)
    return Reading("portal", "VN", cutoff.period, cutoff.at, observed_at, mark, (mark,), observations)


def add_one_cutoff(work: Path, published: Path, size: Size, table: Table) -> None:
    """One more cutoff on a full year: load, bookkeeping, checks, publication."""
    with open_writer(work) as connection:
        with timed(table, "open: tables, views, comments"):
            prepare(connection)
        found_country(connection, size)
        reading = reading_of(connection, Cutoff(size.cutoffs))
        with timed(table, "load of one cutoff", LIMITS_S["load of one cutoff"]):
            load_reading(connection, reading, "bench")
        with timed(table, "build.finish"):
            finish(connection, [])
        with timed(table, "checks of the new snapshot"):
            failed = [result.check.name for result in run_checks(connection, whole=False) if not result.passed]
        if failed:
            raise SystemExit(f"checks failed: {failed}")
    with timed(table, "publish: copy, prove, switch"):
        publish(work, published)


def prove_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Note every snapshot as proven: the invented ones passed at a smaller size, and only new ones are timed."""
    from orchestration.warehouse.versions import views_version

    with transaction(connection):
        connection.execute("delete from core.proven_snapshots")
        connection.execute(
            "insert into core.proven_snapshots select snapshot_key, ? from core.snapshots", [views_version()]
        )


def make(work: Path, size: Size) -> None:
    """Fill an empty work file."""
    work.mkdir(parents=True, exist_ok=True)
    report: Callable[[int], None] = lambda done: print(f"\r{done} cutoffs", end="", flush=True)  # noqa: E731
    with open_writer(work) as connection:
        prepare(connection)
        fill(connection, size, report)
        finish(connection, [])
    print()


def size_chosen() -> tuple[Size, Path | None]:
    """What the command line asks for: the size, and a filled work folder to use instead of making one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="about so many observations (default: 101.8 million)")
    parser.add_argument("--quick", action="store_true", help="4 million observations")
    parser.add_argument("--work", type=Path, help="use this filled work folder, and leave it")
    chosen = parser.parse_args()
    rows = chosen.rows or (4_000_000 if chosen.quick else Size().rows)
    per_cutoff = Size(cutoffs=1).rows
    return Size(cutoffs=max(6, round(rows / per_cutoff))), chosen.work


def main() -> int:
    """Print the table; the status is 1 when a limit was missed."""
    size, given = size_chosen()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="chiso766-bench-") as folder:
        work = given or Path(folder) / "work"
        if given is None:
            with timed(table, "filling the warehouse"):
                make(work, size)
        with open_writer(work) as connection:
            prepare(connection)
            prove_all(connection)
        print(f"{size.rows:,} observations, {(work / 'chiso766.duckdb').stat().st_size / 1e6:,.0f} MB, "
              f"DuckDB {duckdb.__version__}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")  # fmt: skip
        with open_reader(work / "chiso766.duckdb") as connection:
            ask(connection, table)
        add_one_cutoff(work, Path(folder) / "published", size, table)
        shutil.rmtree(Path(folder) / "published")
    print(f"missed: {', '.join(table.misses)}" if table.misses else "every limit held")
    return 1 if table.misses else 0


if __name__ == "__main__":
    raise SystemExit(main())

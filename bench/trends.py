"""How fast the warehouse answers at the size of a year of the whole country.

Fills a warehouse file (101.8 million observations unless told otherwise), asks what an analyst asks through the
views and, of trends and league tables, what a person would write directly on `core.observations` on the same
bytes, and prints both and their ratio: the two answers have to be the same. Then adds cutoffs as a fetch would,
one after another, and times the load, the checks and the publication.

    python bench/trends.py                 the full size (a quarter of an hour, 6 GB of disk while it runs)
    python bench/trends.py --quick         4 million observations
    python bench/trends.py --work DIR      keep the filled warehouse in DIR, and use it when it is there already
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
from statistics import median
from typing import Any

import duckdb
from scale_warehouse import Cutoff, Size, fill, found_country, stage_cutoff

from orchestration.garbage import collected_seldom
from orchestration.readings import Observation, Reading
from orchestration.warehouse.build import finish, prepare
from orchestration.warehouse.checks import run_checks
from orchestration.warehouse.connection import open_reader, open_writer, transaction, work_file
from orchestration.warehouse.load import load_reading
from orchestration.warehouse.publish import publish

REPEATS = 7
PATIENCE_MS = 15_000
QUESTIONS = Path(__file__).parent / "scale" / "questions"
RATIO_LIMIT = 2.0
# The issue's own figures first; the others: a person who waits should not notice.
LIMITS_MS = {
    "trend": 100, "league": 50, "league_subquery": 50, "scorecard": 100, "contributions": 2000,
    "contributions_subquery": 2000, "latest": 300, "latest_unit": 300, "by_period": 300, "gaps_unit": 300,
    "gaps_province": 300, "revisions": 300, "history": 300, "movers": 500, "reconciliation": 1000, "findings": 1000,
}  # fmt: skip
LOAD_LIMIT_S = 1.0
CHECKS_LIMIT_S = 5.0
ADDED = 6  # cutoffs added one after another: those of two days, a month's, a quarter's, a year's


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
    month = "from core.snapshots where period_type = 'month'"
    connection.execute(f"set variable newest_cutoff_at = (select max(cutoff_at) {month})")
    connection.execute(f"set variable newest_month = (select max(period_start) {month})")
    for name, limit in LIMITS_MS.items():
        took, rows = warm_ms(connection, question(f"{name}_view"))
        table.line(f"{name}, through the view", took, limit, "ms", f"{len(rows)} rows")
        asked = name.partition("_")[0]  # `league_subquery` asks in other words what `league` asks
        if (QUESTIONS / f"{asked}_bare.sql").exists():
            bare, expected = warm_ms(connection, question(f"{asked}_bare"))
            if sorted(map(repr, rows)) != sorted(map(repr, expected)):
                raise SystemExit(f"{name}: the view and the bare query answer differently")
            table.line(f"{name}, bare query", bare, None, "ms")
            table.line(f"{name}, view / bare", took / bare, RATIO_LIMIT, "x")


def question(name: str) -> str:
    """The text of `bench/scale/questions/<name>.sql`."""
    return (QUESTIONS / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def timed(table: Table, name: str) -> Iterator[None]:
    """Time a step in seconds."""
    began = time.perf_counter()
    yield
    table.line(name, time.perf_counter() - began, None, "s")


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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


def add_cutoffs(work: Path, published: Path, size: Size, table: Table) -> None:
    """More cutoffs on a full year, one after another: load with its bookkeeping, checks; then the publication."""
    loads, checked = [], []
    with open_writer(work) as connection, collected_seldom():  # as a build does
        with timed(table, "open: tables, views, comments"):
            prepare(connection)
        found_country(connection, size)
        for number in range(size.cutoffs, size.cutoffs + ADDED):
            reading = reading_of(connection, Cutoff(number))
            loads.append(seconds(lambda reading=reading: add(connection, reading)))  # type: ignore[misc]
            checked.append(seconds(lambda: prove(connection)))
    table.line("one more cutoff, to the disk", median(loads), LOAD_LIMIT_S, "s", f"of {ADDED}: {spread(loads)}")
    table.line("checks of a new snapshot", median(checked), CHECKS_LIMIT_S, "s", f"of {ADDED}: {spread(checked)}")
    with timed(table, "publish: copy, prove, switch"):
        publish(work, published)


def add(connection: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Load a reading, write the build's row, and fold the log into the file."""
    load_reading(connection, reading, "bench")
    finish(connection, [])
    connection.execute("checkpoint")


def prove(connection: duckdb.DuckDBPyConnection) -> None:
    """Run the checks that look at new snapshots; none may fail."""
    failed = [result.check.name for result in run_checks(connection, whole=False) if not result.passed]
    if failed:
        raise SystemExit(f"checks failed: {failed}")


def spread(times: list[float]) -> str:
    """Every run's time, for the reader to see how far they lie apart."""
    return ", ".join(f"{one:.2f}" for one in times)


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


def copied(kept: Path, work: Path) -> Path:
    """A copy to write in: the kept one stays as it was filled."""
    work.mkdir()
    shutil.copy(work_file(kept), work_file(work))
    return work


def size_chosen() -> tuple[Size, Path | None]:
    """What the command line asks for: the size, and a filled work folder to use instead of making one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="about so many observations (default: 101.8 million)")
    parser.add_argument("--quick", action="store_true", help="4 million observations")
    parser.add_argument("--work", type=Path, help="keep the filled warehouse in this folder, or use it if it is there")
    chosen = parser.parse_args()
    rows = chosen.rows or (4_000_000 if chosen.quick else Size().rows)
    per_cutoff = Size(cutoffs=1).rows
    return Size(cutoffs=max(6, round(rows / per_cutoff))), chosen.work


def main() -> int:
    """Print the table; the status is 1 when a limit was missed."""
    size, given = size_chosen()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="chiso766-bench-") as name:
        folder = Path(name)
        kept = given or folder / "filled"
        if not work_file(kept).exists():
            with timed(table, "filling the warehouse"):
                make(kept, size)
        work = copied(kept, folder / "work") if given else kept
        with open_writer(work) as connection:
            prepare(connection)
            prove_all(connection)
        print(f"{size.rows:,} observations, {work_file(work).stat().st_size / 1e6:,.0f} MB, "
              f"DuckDB {duckdb.__version__}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")  # fmt: skip
        with open_reader(work_file(work)) as connection:
            ask(connection, table)
        add_cutoffs(work, folder / "published", size, table)
    print(f"missed: {', '.join(table.misses)}" if table.misses else "every limit held")
    return 1 if table.misses else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How long a full national cutoff takes, fetched, landed, loaded and published, beside a bare loop.

    .venv/bin/python bench/fetch.py [--rounds 3]

The demo portal runs in a process of its own and has worked out its figures before the clock starts.
Each measured loop is a process of its own too, so that its peak memory is its own. No pauses.

    bare        a `requests` session posts the same 615 payloads and writes each body to a file
    engine      bare, then DuckDB reads the bodies' values into a table of a file: nothing is proven, kept
                durably, named, compared or checked. What of "2 times bare" an engine alone would use up
    landed      the product fetches: every answer on the disk, with its record, before it is judged
    proven      the same with service-results before and after each batch: 819 requests
    published   landed, loaded, checked whole and published, into an empty home
    one more    the same into a home that holds six national cutoffs: what every day after the first is like

Nothing is removed before the end: file systems make new files slowly for half a minute after many were
removed. The ratio of the clock holds on a quiet machine only; that of CPU time (of the measured process,
starting Python left out of neither) hardly moves.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import requests

from orchestration import pipeline
from orchestration.landing.archive import Landing, utc_now
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import Manners, PortalClient
from orchestration.portal.fetch import fetch_plan
from orchestration.portal.plan import Plan, Proof, all_provinces, plan_cutoff
from orchestration.settings import read_settings

NO_PAUSES = Manners(spacing_s=0, scope_pause_s=0, jitter=0)
CUTOFFS_BEFORE = 6  # with them a warehouse is above two million observations
# What the lists of units give, by what the endpoint calls them; the trees (`…-tree`) say "children".
_FIGURE = "decimal(18, 4)"
_METRICS = f"struct(code varchar, numerator {_FIGURE}, denominator {_FIGURE}, ratio {_FIGURE}, score {_FIGURE})[]"
_UNIT = f'"departmentId" varchar, "departmentName" varchar, "departmentCode" varchar, ratio {_FIGURE}'
_TREES = f'struct(children struct({_UNIT}, score {_FIGURE}, "totalReceived" {_FIGURE}, "totalOnTime" {_FIGURE})[])'
_LISTS = f'struct(evaluation struct({_UNIT}, "totalScore" {_FIGURE}, metrics {_METRICS})[])'
ENGINE_READS = (
    f"""create table of_trees as select filename, unnest(data.children) as unit
    from read_json($bodies, filename = true, columns = {{data: '{_TREES}'}})""",
    f"""create table of_lists as
    with units as (
        select filename, unnest(data.evaluation) as unit
        from read_json($bodies, filename = true, columns = {{data: '{_LISTS}'}})
    )
    select filename, unit."departmentId" as unit_id, unit."totalScore", unnest(unit.metrics, recursive := true)
    from units""",
)


def whole_country(proof: Proof = "none", minutes_ago: int = 0) -> Plan:
    """The cutoff of this very minute: 615 requests without the proof of one refresh, 819 with it."""
    cutoff_at = utc_now().replace(second=0, microsecond=0) - timedelta(minutes=minutes_ago)
    return plan_cutoff(all_provinces(), cutoff_at, proof=proof)


def bare(url: str, folder: Path) -> int:
    """The least one could do: ask, write, ask."""
    with requests.Session() as session:
        for number, request in enumerate(whole_country().requests):
            body = session.post(url + request.path, json=request.payload, timeout=60).content
            (folder / f"{number:04d}.{request.path.rpartition('/')[2]}.json").write_bytes(body)
    return len(list(folder.iterdir()))


def engine(url: str, folder: Path) -> int:
    """Bare, and the bare engine on the same bytes."""
    (folder / "bodies").mkdir()
    count = bare(url, folder / "bodies")
    with duckdb.connect(str(folder / "figures.duckdb")) as connection:
        bodies = sorted(map(str, (folder / "bodies").iterdir()))
        for statement, are_trees in zip(ENGINE_READS, (True, False), strict=True):
            wanted = [body for body in bodies if body.endswith("-tree.json") == are_trees]
            connection.execute(statement, {"bodies": wanted})
    return count


def landed(url: str, folder: Path) -> int:
    """The product's own way, without pauses and without the proof."""
    return _fetch(url, folder, whole_country())


def proven(url: str, folder: Path) -> int:
    """The product's own way, without pauses, service-results before and after each batch."""
    return _fetch(url, folder, whole_country("before_and_after"))


def published(url: str, folder: Path) -> int:
    """The product's own way to the end: fetched, landed, loaded, checked, published."""
    count = _fetch(url, folder, whole_country())
    _publish(folder)
    return count


def filled(url: str, folder: Path) -> int:
    """A home that has been at work for some days."""
    count = sum(_fetch(url, folder, whole_country(minutes_ago=number)) for number in range(CUTOFFS_BEFORE, 0, -1))
    _publish(folder)
    return count


def _publish(folder: Path) -> None:
    settings = read_settings({"CHISO766_HOME": str(folder)})
    built = pipeline.build_warehouse(settings)
    if pipeline.publish_warehouse(settings, built) is None or built.refusals or built.held:
        raise RuntimeError(f"not published whole: {built.refusals} {built.held}")


def _fetch(url: str, folder: Path, plan: Plan) -> int:
    client = PortalClient(url, Circuit(folder / "portal" / "circuit.json"), manners=NO_PAUSES)
    result = fetch_plan(
        plan,
        client,
        Landing(folder / "landing"),
        lambda event: None,
        folder=folder / "portal",
    )
    if result.ended != "complete":
        raise RuntimeError(f"the fetch ended {result.ended}: {result.stopped}")
    return result.session.answers


LOOPS: dict[str, Callable[[str, Path], int]] = {
    "bare": bare, "engine": engine, "landed": landed, "proven": proven, "published": published, "one more": published,
    "fill": filled,
}  # fmt: skip


@contextmanager
def demo_portal() -> Iterator[str]:
    """The URL of a demo portal in a process of its own."""
    command = [sys.executable, "-m", "orchestration.demo_portal", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def measure(loop: str, url: str, folder: Path) -> dict[str, float]:
    """One loop in one fresh process: seconds, requests, peak memory."""
    command = [sys.executable, __file__, "--loop", loop, "--url", url, "--folder", str(folder)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def rounds_of(loop: str, url: str, folder: Path, count: int, before: Path) -> list[dict[str, float]]:
    """Some rounds of one loop, each in a folder of its own; "one more" begins with a copy of `before`."""
    homes = [folder / f"{loop} {number}" for number in range(count)]
    for home in homes:
        if loop == "one more":
            shutil.copytree(before, home, symlinks=True)
        else:
            home.mkdir()
    return [measure(loop, url, home) for home in homes]


def run_loop(loop: str, url: str, folder: Path) -> None:
    """The measured process itself."""
    started = time.perf_counter()
    count = LOOPS[loop](url, folder)
    seconds = time.perf_counter() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu_s = time.process_time()
    sys.stdout.write(json.dumps({"seconds": seconds, "requests": count, "peak_mb": peak_mb, "cpu_s": cpu_s}))


def main() -> None:
    """Measure the loops in turn and print the ratio of their medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loop", choices=LOOPS)
    parser.add_argument("--url")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.loop:
        run_loop(chosen.loop, chosen.url, chosen.folder)
        return
    with tempfile.TemporaryDirectory(prefix="chiso766-bench-") as folder, demo_portal() as url:
        compare(url, Path(folder), chosen.rounds)


def compare(url: str, folder: Path, rounds: int) -> None:
    """Every loop in turn, and the ratios of their medians."""
    before = folder / "before"
    before.mkdir()
    measure("fill", url, before)  # the portal's figures are worked out here
    shown = [loop for loop in LOOPS if loop != "fill"]
    seconds: dict[str, float] = {}
    processor: dict[str, float] = {}
    for loop in shown:
        found = rounds_of(loop, url, folder, rounds, before)
        seconds[loop] = statistics.median(each["seconds"] for each in found)
        processor[loop] = cpu = statistics.median(each["cpu_s"] for each in found)
        peak = max(each["peak_mb"] for each in found)
        times = " ".join(f"{each['seconds']:.2f}" for each in found)
        count = found[0]["requests"]
        print(f"{loop:9} {count:4.0f} requests  {times} s  CPU {cpu:.1f} s  peak {peak:.0f} MB", flush=True)
    for loop in shown[1:]:
        by_clock, by_cpu = seconds[loop] / seconds["bare"], processor[loop] / processor["bare"]
        print(f"{loop} / bare = {by_clock:.2f}, of CPU {by_cpu:.2f}   {datetime.now():%Y-%m-%d %H:%M}")


if __name__ == "__main__":
    main()

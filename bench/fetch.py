"""How long a full national cutoff takes, fetched, landed, loaded and published, beside a bare loop.

    .venv/bin/python bench/fetch.py [--rounds 3]

The demo portal runs in a process of its own and has worked out its figures before the clock starts.
Each measured loop is a process of its own too, so that its peak memory is its own. "Bare" is a
`requests` session that posts the same 615 payloads and writes each body to a file; "published" goes all
the way to the file that analysts open. No pauses. The ratio of the clock holds on a quiet machine only;
that of CPU time (of the measured process, starting Python left out of neither) hardly moves.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import requests

from orchestration import pipeline
from orchestration.landing.archive import Landing, utc_now
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import Manners, PortalClient
from orchestration.portal.fetch import fetch_plan
from orchestration.portal.plan import Plan, Proof, all_provinces, plan_cutoff
from orchestration.settings import read_settings

NO_PAUSES = Manners(spacing_s=0, scope_pause_s=0, jitter=0)


def whole_country(proof: Proof = "none") -> Plan:
    """The cutoff of this very minute: 615 requests without the proof of one refresh, 819 with it."""
    return plan_cutoff(all_provinces(), utc_now().replace(second=0, microsecond=0), proof=proof)


def bare(url: str, folder: Path) -> int:
    """The least one could do: ask, write, ask."""
    with requests.Session() as session:
        for number, request in enumerate(whole_country().requests):
            body = session.post(url + request.path, json=request.payload, timeout=60).content
            (folder / f"{number:04d}.json").write_bytes(body)
    return len(list(folder.iterdir()))


def landed(url: str, folder: Path) -> int:
    """The product's own way, without pauses and without the proof."""
    return _fetch(url, folder, "none")


def proven(url: str, folder: Path) -> int:
    """The product's own way, without pauses, service-results before and after each batch."""
    return _fetch(url, folder, "before_and_after")


def published(url: str, folder: Path) -> int:
    """The product's own way to the end: fetched, landed, loaded, checked, published."""
    count = _fetch(url, folder, "none")
    settings = read_settings({"CHISO766_HOME": str(folder)})
    built = pipeline.build_warehouse(settings)
    if pipeline.publish_warehouse(settings, built) is None or built.refusals or built.held:
        raise RuntimeError(f"not published whole: {built.refusals} {built.held}")
    return count


def _fetch(url: str, folder: Path, proof: Proof) -> int:
    client = PortalClient(url, Circuit(folder / "portal" / "circuit.json"), manners=NO_PAUSES)
    result = fetch_plan(
        whole_country(proof),
        client,
        Landing(folder / "landing"),
        lambda event: None,
        folder=folder / "portal",
    )
    if result.ended != "complete":
        raise RuntimeError(f"the fetch ended {result.ended}: {result.stopped}")
    return result.session.answers


LOOPS: dict[str, Callable[[str, Path], int]] = {
    "bare": bare, "landed": landed, "proven": proven, "published": published,
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


def measure(loop: str, url: str) -> dict[str, float]:
    """One loop in one fresh process and folder: seconds, requests, peak memory."""
    with tempfile.TemporaryDirectory(prefix="chiso766-bench-") as folder:
        command = [sys.executable, __file__, "--loop", loop, "--url", url, "--folder", folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(told))


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
    medians: dict[str, float] = {}
    processor: dict[str, float] = {}
    with demo_portal() as url:
        measure("bare", url)  # the portal's figures are worked out here
        for loop in LOOPS:
            rounds = [measure(loop, url) for _ in range(chosen.rounds)]
            medians[loop] = statistics.median(each["seconds"] for each in rounds)
            peak = max(each["peak_mb"] for each in rounds)
            processor[loop] = cpu = statistics.median(each["cpu_s"] for each in rounds)
            times = " ".join(f"{each['seconds']:.2f}" for each in rounds)
            print(f"{loop:9} {rounds[0]['requests']:4.0f} requests  {times} s  CPU {cpu:.1f} s  peak {peak:.0f} MB")
    for loop in ("landed", "published"):
        by_clock, by_cpu = medians[loop] / medians["bare"], processor[loop] / processor["bare"]
        print(f"{loop} / bare = {by_clock:.2f}, of CPU {by_cpu:.2f}   {datetime.now():%Y-%m-%d %H:%M}")


if __name__ == "__main__":
    main()

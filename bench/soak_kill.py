"""Kill -9 a fetch at random points, again and again: what has landed is never asked for again.

    .venv/bin/python bench/soak_kill.py [--kills 50] [--seed 766]

A demo portal in a process of its own keeps account of every question. A worker process fetches a
province's cutoff (27 requests); it is killed at a random moment and started again until the cutoff
is complete, then a fresh home begins. After every kill the portal's account is held against landing:
what had landed at the kill before is not asked for again, and at most one question per kill, the one
under way, may be without a landed answer. Some kills are followed by a build: no half of a province may
be loaded. Prints what was counted as JSON; ends with status 1 when an answer was repeated, lost beyond
that, or damaged, or half a snapshot loaded.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import requests

from orchestration import pipeline
from orchestration.landing.archive import Landing, utc_now
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import Manners, PortalClient
from orchestration.portal.fetch import fetch_plan
from orchestration.portal.plan import Plan, choose_provinces, plan_cutoff
from orchestration.settings import read_settings
from orchestration.warehouse.connection import open_reader

NO_PAUSES = Manners(spacing_s=0, scope_pause_s=0, jitter=0)
BUILT_EVERY = 10
GROUPS_OF_PROVINCES = """
    select snapshot_id, count(distinct indicator_id) filter (where indicator_id = any($groups))
    from snapshots join observations using (snapshot_id)
    where scope_unit_id = 'H50' group by snapshot_id
""".replace("$groups", "['CKMB', 'TDGQ', 'CLGQ', 'TTTT', 'MDHL', 'MDSH']")
SLOW_ANSWERS = "slow:times=0:seconds=0.02"


@dataclass(frozen=True, slots=True)
class Seen:
    """How often each question was asked so far, by the portal's account, and how often its answer has landed."""

    asked: Counter[str]
    landed: Counter[str]

    def repeated_since(self, before: Seen, expected: Counter[str]) -> int:
        """How often a question was asked again that had landed, as often as it was planned, at the last look."""
        done = {question for question, planned in expected.items() if before.landed[question] >= planned}
        return sum(count for question, count in (self.asked - before.asked).items() if question in done)


@dataclass(slots=True)
class Account:
    """What the soak counted. `lost` are questions whose answer was under way at a kill."""

    kills: int = 0
    cutoffs: int = 0
    asked: int = 0
    landed: int = 0
    lost: int = 0
    repeated: int = 0
    damaged: int = 0
    incomplete: int = 0
    builds: int = 0
    half_loaded: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was asked for again, lost beyond the kills, or damaged."""
        return not (self.repeated or self.damaged or self.incomplete or self.half_loaded) and self.lost <= self.kills


def plan_of(cutoff_at: datetime) -> Plan:
    """One province, three periods, with the proof of one refresh: 27 requests."""
    return plan_cutoff(choose_provinces("H50"), cutoff_at)


def work(url: str, home: Path, cutoff_at: datetime) -> None:
    """The worker: one session of the run, without pauses."""
    client = PortalClient(url, Circuit(home / "portal" / "circuit.json"), manners=NO_PAUSES)
    folder = home / "portal"
    fetch_plan(plan_of(cutoff_at), client, Landing(home / "landing"), lambda event: None, folder=folder)


def soak(kills: int, seed: int) -> Account:
    """Fetch cutoff after cutoff until a worker was killed `kills` times."""
    account, chance = Account(), random.Random(seed)
    while account.kills < kills:
        with tempfile.TemporaryDirectory(prefix="chiso766-soak-") as home, _slow_portal() as url:
            _one_cutoff(url, Path(home), kills, chance, account)
    return account


@contextmanager
def _slow_portal() -> Iterator[str]:
    """The URL of a demo portal in a process of its own."""
    command = [sys.executable, "-m", "orchestration.demo_portal", "--port", "0", "--fault", SLOW_ANSWERS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as portal:
        try:
            assert portal.stdout is not None
            yield portal.stdout.readline().strip()
        finally:
            portal.terminate()


def _one_cutoff(url: str, home: Path, kills: int, chance: random.Random, account: Account) -> None:
    cutoff_at = utc_now().replace(microsecond=0)
    before = Seen(Counter(), Counter())
    expected = Counter(_question({"path": r.path, "payload": r.payload}) for r in plan_of(cutoff_at).requests)
    while True:
        command = [sys.executable, __file__, "--work", url, str(home), cutoff_at.isoformat()]
        with subprocess.Popen(command) as worker:
            if account.kills < kills and _was_killed(worker, url, chance):
                account.kills += 1
                now = _look(url, home)
                account.repeated += now.repeated_since(before, expected)
                before = now
                if account.kills % BUILT_EVERY == 1:
                    _build(home, account)
                continue
            worker.wait()
        break
    account.repeated += _look(url, home).repeated_since(before, expected)
    _close(url, home, expected, account)


def _was_killed(worker: subprocess.Popen[bytes], url: str, chance: random.Random) -> bool:
    """Kill the worker a moment after its first new question; False when it was done before that."""
    already = len(_asked(url))
    while worker.poll() is None and len(_asked(url)) == already:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.25))
    if worker.poll() is not None:
        return False
    worker.kill()
    worker.wait()
    return True


def _look(url: str, home: Path) -> Seen:
    landed = Counter(_question(record.request or {}) for record in Landing(home / "landing").records())
    return Seen(Counter(_asked(url)), landed)


def _build(home: Path, account: Account) -> None:
    """Build as a person might between two sessions, and count the snapshots that lack a group."""
    settings = read_settings({"CHISO766_HOME": str(home)})
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    with open_reader(settings.current) as connection:
        found = connection.execute(GROUPS_OF_PROVINCES).fetchall()
    account.builds += 1
    account.half_loaded += sum(groups < 6 for _, groups in found)


def _close(url: str, home: Path, expected: Counter[str], account: Account) -> None:
    seen, landing = _look(url, home), Landing(home / "landing")
    account.cutoffs += 1
    account.asked += seen.asked.total()
    account.landed += seen.landed.total()
    account.lost += (seen.asked - seen.landed).total()
    account.repeated += (seen.landed - expected).total()
    account.incomplete += (expected - seen.landed).total()
    account.damaged += sum(damage is not None for damage in landing.verify())
    _build(home, account)


def _asked(url: str) -> list[str]:
    return [_question(asked) for asked in requests.get(f"{url}/_demo/asked", timeout=10).json()["asked"]]


def _question(asked: dict[str, object]) -> str:
    return json.dumps([asked["path"], asked["payload"]], sort_keys=True)


def main() -> int:
    """Run the soak, or be its worker."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=766)
    parser.add_argument("--work", nargs=3, metavar=("URL", "HOME", "CUTOFF"))
    chosen = parser.parse_args()
    if chosen.work:
        url, home, cutoff_at = chosen.work
        work(url, Path(home), datetime.fromisoformat(cutoff_at))
        return 0
    account = soak(chosen.kills, chosen.seed)
    print(json.dumps(asdict(account)))
    return 0 if account.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

"""Kill -9 while it fetches: no answer that has landed is asked for again, nothing is half there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parents[2] / "bench" / "soak_kill.py"


def test_three_kills_repeat_nothing_and_damage_nothing():
    ran = subprocess.run(
        [sys.executable, SOAK, "--kills", "3", "--seed", "2026"], capture_output=True, text=True, timeout=110
    )
    counted = json.loads(ran.stdout)
    assert ran.returncode == 0, ran.stderr
    assert (counted["kills"], counted["repeated"], counted["damaged"], counted["incomplete"]) == (3, 0, 0, 0)
    assert counted["builds"] >= 2
    assert counted["half_loaded"] == 0
    assert counted["landed"] == 27 * counted["cutoffs"]
    # at each kill one answer may be on its way here, and one on its way to the disk
    assert counted["asked"] - counted["landed"] == counted["lost"] <= 2 * 3

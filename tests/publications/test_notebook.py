"""The notebook runs as a script, headless, and its charts are drawn from the warehouse's own figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "trends.py"
# to_dict() holds each chart against the Vega-Lite schema
CHARTS = """
import json, runpy, sys
_, found = runpy.run_path(sys.argv[1])["app"].run()
frames = {name: json.loads(found[name].to_json(orient="records")) for name in ("totals", "groups", "movers")}
charts = {name: found[name].to_dict() for name in ("total_chart", "group_chart", "mover_chart")}
print("RESULT" + json.dumps({"frames": frames, "marks": {name: str(chart)[:20000].count("mark") for name, chart in
                                                         charts.items()}}))
"""


def run(settings: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHISO766_HOME": str(settings.home), "CHISO766_PROVINCES": "H50"}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False,
                          timeout=100)  # fmt: skip


def test_it_runs_as_a_script(loaded: Settings) -> None:
    done = run(loaded, str(NOTEBOOK))
    assert done.returncode == 0, done.stderr
    assert "# totals: 5 rows" in done.stdout
    assert "# groups: 30 rows" in done.stdout


def test_its_charts_hold_the_published_figures(loaded: Settings) -> None:
    done = run(loaded, "-c", CHARTS, str(NOTEBOOK))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.partition("RESULT")[2])
    with open_reader(loaded.current) as connection:
        totals = connection.execute(
            "select value::double, rank from trends_by_cutoff where unit_id = 'H50' and indicator_id = 'TOTAL' "
            "and scope_unit_id = 'VN' order by cutoff_at"
        ).fetchall()
    assert [(row["score"], row["rank"]) for row in told["frames"]["totals"]] == totals
    assert [row["stretch"] for row in told["frames"]["totals"]] == [0] * 5
    deltas = [row["delta"] for row in told["frames"]["movers"]]
    assert deltas == sorted(deltas, reverse=True)
    assert len(deltas) == 34
    assert all(told["marks"].values())


def test_without_a_published_file_it_says_what_to_do(settings: Settings) -> None:
    done = run(settings, str(NOTEBOOK))
    assert done.returncode != 0
    assert "make run" in done.stderr

"""DuckDB 1.5, which older BI drivers carry, opens the published file and answers from every view."""

from __future__ import annotations

import subprocess
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.relations import relations

PYTHON = Path(__file__).parents[2] / ".venv-duckdb15" / "bin" / "python"
QUESTION = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for relation in sys.argv[2:]:
    print(relation, len(connection.execute(f"select * from {relation}").fetchall()))
print(duckdb.__version__)
"""


def test_the_older_engine_reads_every_relation(loaded: Settings) -> None:
    assert PYTHON.exists(), "run `make test`: it makes the environment of DuckDB 1.5"
    names = [relation.qualified for relation in relations()]
    asked = subprocess.run(
        [str(PYTHON), "-c", QUESTION, str(loaded.current.resolve()), *names],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    *answers, version = asked.stdout.splitlines()
    assert version.startswith("1.5.")
    assert len(answers) == len(names)
    assert "main.observations 1509" in answers

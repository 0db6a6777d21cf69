"""What docs/connecting says can be run is run, in both languages, and both say the same."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("connecting.md", "connecting.vi.md")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def opened_alone(loaded: Settings, tmp_path: Path) -> Path:
    """The published file as another process would open it: with settings of its own, whatever is open in this one."""
    return shutil.copy(loaded.current.resolve(), tmp_path / "current.duckdb")


@pytest.mark.parametrize("page", PAGES)
def test_the_sql_answers_as_printed(opened_alone: Path, page: str) -> None:
    (query,) = blocks(page, "sql")
    with duckdb.connect(str(opened_alone), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    assert [tuple(map(str, row)) for row in rows[:2]] == [
        ("UBND tỉnh Quảng Trị", "61.4000", "0.4100", "22", "-1"),
        ("UBND tỉnh Quảng Trị", "60.9900", "0.1400", "21", "0"),
    ]
    row = r"│ (UBND tỉnh Quảng Trị) │ +(\S+) │ +(\S+) │ +(\S+) │ +(\S+) │"
    printed = re.findall(row, (DOCS / PAGES[0]).read_text(encoding="utf-8"))
    assert [tuple(map(str, found)) for found in rows[:2]] == printed


# DuckDB's own way into a data frame, which pandas 3.1 warns about
@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("page", PAGES)
def test_the_python_runs(opened_alone: Path, page: str) -> None:
    (program,) = blocks(page, "python")
    assert "var/published/current.duckdb" in program
    found: dict[str, object] = {}
    exec(program.replace("var/published/current.duckdb", str(opened_alone)), found)
    table = found["table"]
    assert len(table) == 170  # type: ignore[arg-type]
    assert list(table["rank"].head(3)) == [1, 2, 3]  # type: ignore[index]


def test_both_languages_name_the_same_files_and_commands() -> None:
    english, vietnamese = (
        set(re.findall(r"`(current\.duckdb|parquet/[^`]*|opendata/[^`]*|chiso766 [^`]*|marimo [^`]*)`",
                       (DOCS / page).read_text(encoding="utf-8")))
        for page in PAGES
    )  # fmt: skip
    assert {name for name in english if "<" not in name} == {name for name in vietnamese if "<" not in name}

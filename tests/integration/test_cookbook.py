"""Every question of the cookbook answers as printed, in both languages."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
import pytest
from invented import reading, six, value

from orchestration.settings import Settings
from orchestration.warehouse.load import load_reading

sys.path.insert(0, str(Path(__file__).parents[1]))
from cookbook import PAGES, Recipe, answer, recipes

# These ask what else is in the file: there, another file has another answer.
ABOUT_THE_FILE = {20, 21, 22, 27, 31, 32}
COOKED = [(page.name, recipe) for page in PAGES for recipe in recipes(page.read_text(encoding="utf-8"))]


def test_both_pages_ask_the_same_questions() -> None:
    english, vietnamese = (recipes(page.read_text(encoding="utf-8")) for page in PAGES)
    assert len(english) == len(vietnamese) >= 25
    for page in PAGES:
        assert page.read_text(encoding="utf-8").count("\n## ") == len(english)


@pytest.mark.parametrize(("page", "recipe"), COOKED, ids=lambda it: it if isinstance(it, str) else it.question[:40])
def test_the_answer_is_as_printed(loaded: Settings, page: str, recipe: Recipe) -> None:
    assert answer(recipe.published(loaded.current), recipe.sql) == recipe.answer


@pytest.fixture(scope="module")
def fuller(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, and what a real installation holds besides: months, a province's own answers, more letters."""
    path = tmp_path_factory.mktemp("fuller") / "fuller.duckdb"
    shutil.copy(loaded.current.resolve(), path)
    ours = six("70", "12", "18", "9", "7", "12", "12")
    lower = six("59", "10", "15", "8", "6", "10", "10")
    late = {
        "H50~so-tu-phap": {"TDGQ": value("TDGQ", rate_pct="50")},
        "H50~huyen-cam-lo": {"TTTT": value("TTTT", rate_pct="99")},
    }
    with duckdb.connect(str(path)) as connection:
        for more in (
            reading("2026-10-04 14:10", {"H50": lower, "H21": ours}, period=("month", "2026-09-01")),
            reading("2026-10-05 14:10", {"H50": ours, "H21": lower}, period=("month", "2026-09-01")),
            reading("2026-10-04 14:20", {"H50": lower}, scope="H50"),
            reading("2026-10-05 14:20", {"H50": ours}, scope="H50"),
            reading("2025-05-20", late, source="letter", scope="H50", period=("month", "2025-05-01")),
        ):
            load_reading(connection, more, "more")
    return path


@pytest.mark.parametrize("recipe", [one for number, one in enumerate(recipes(PAGES[0].read_text(encoding="utf-8")), 1)
                                    if number not in ABOUT_THE_FILE], ids=lambda it: it.question[:40])  # fmt: skip
def test_the_answer_stands_when_more_is_in_the_file(fuller: Path, recipe: Recipe) -> None:
    assert answer(recipe.published(fuller), recipe.sql) == recipe.answer

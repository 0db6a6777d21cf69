"""Every question of the cookbook answers as printed, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from orchestration.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1]))
from cookbook import PAGES, Recipe, answer, recipes

COOKED = [(page.name, recipe) for page in PAGES for recipe in recipes(page.read_text(encoding="utf-8"))]


def test_both_pages_ask_the_same_questions() -> None:
    english, vietnamese = (recipes(page.read_text(encoding="utf-8")) for page in PAGES)
    assert len(english) == len(vietnamese) >= 25
    for page in PAGES:
        assert page.read_text(encoding="utf-8").count("\n## ") == len(english)


@pytest.mark.parametrize(("page", "recipe"), COOKED, ids=lambda it: it if isinstance(it, str) else it.question[:40])
def test_the_answer_is_as_printed(loaded: Settings, page: str, recipe: Recipe) -> None:
    assert answer(recipe.published(loaded.current), recipe.sql) == recipe.answer

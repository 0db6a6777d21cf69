"""Nobody is left out: axe-core finds nothing in any view, in the light and in the dark, on a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Open

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTER = "#/tinh/H50/series-H50-letter-nam-2023-01-01"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["#/tinh", LETTER, "#/ca-nuoc", "#/don-vi/H21", "#/van-ban"])
def test_axe_finds_nothing(tab: Open, view: str, scheme: str) -> None:
    page = tab(view, color_scheme=scheme)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, preload: false})", RULES)
    assert len(found["passes"]) > 20
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]] == []


@pytest.mark.parametrize("view", ["#/tinh", "#/ca-nuoc", "#/don-vi/H50", "#/van-ban"])
def test_axe_finds_nothing_on_a_phone(tab: Open, view: str) -> None:
    page = tab(view, width=390, height=844)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, preload: false})", RULES)
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]] == []


def test_axe_would_find_something(tab: Open) -> None:
    page = tab("#/tinh")
    page.evaluate("document.querySelector('.byline').style.color = '#ccc'")
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, preload: false})", RULES)
    assert "color-contrast" in {one["id"] for one in found["violations"]}

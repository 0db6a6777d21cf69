"""What the page's tests share: the page of the examples, a real Chromium, and tabs that may not complain."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestration.publications.page import make_page
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def index(loaded: Settings) -> Path:
    """The page of the examples."""
    return make_page(loaded.current, loaded.published)


@pytest.fixture(scope="session")
def sql(loaded: Settings) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Questions to the published file of the examples."""
    with open_reader(loaded.current) as connection:
        yield lambda question: connection.execute(question).fetchall()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is missing: run `bash scripts/system-packages.sh`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser, index: Path) -> Iterator[Open]:
    """Opens the page in a tab of its own; afterwards nothing was on the console and nothing was asked of a network.

    The browser is set to New York and English, so that nothing is right by the machine's own settings.
    """
    complaints: list[str] = []
    forgiven_here: list[str] = []
    contexts = []

    def open_tab(
        address: str = "",
        page: Path = index,
        width: int = 1440,
        height: int = 900,
        forgiven: Sequence[str] = (),
        **more: Any,
    ) -> Page:
        forgiven_here.extend(forgiven)
        context = chromium.new_context(
            viewport={"width": width, "height": height}, timezone_id="America/New_York", locale="en-US", **more
        )
        contexts.append(context)
        opened = context.new_page()
        opened.on("console", lambda message: complaints.append(f"console: {message.text}"))
        opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        opened.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        opened.on("request", lambda request: _only_files(request.url, complaints))
        opened.goto(f"{page.as_uri()}{address}")
        opened.locator("main h1, main .failed, main > p:not(.waiting)").first.wait_for()
        return opened

    yield open_tab
    for context in contexts:
        context.close()
    assert [told for told in complaints if not any(word in told for word in forgiven_here)] == []


def _only_files(url: str, complaints: list[str]) -> None:
    if not url.startswith(("file://", "data:")):
        complaints.append(f"asked: {url}")


def vietnamese(number: Any, signed: bool = False) -> str:
    """A number as the page writes it: 61,40 · −0,03 · +0,41."""
    if number is None:
        return "–"
    digits = max(2, len(f"{number.normalize():f}".partition(".")[2]))
    text = f"{abs(number):.{digits}f}".replace(".", ",")
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return sign + text


def rewritten(source: Path, folder: Path, *statements: str) -> Path:
    """A copy of a published file with something in it changed."""
    copy = folder / "chiso766_changed.duckdb"
    shutil.copy(source.resolve(), copy)
    with duckdb.connect(str(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
    return copy

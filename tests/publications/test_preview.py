"""The preview of the page is the page, is small, and nothing fails where no browser can draw it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from orchestration.publications import preview
from orchestration.publications.page import make_page
from orchestration.publications.preview import NoPicture, page_png
from orchestration.settings import Settings


def browser(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(preview.shutil, "which", lambda name: str(path) if name == "chromium" else None)


@pytest.mark.browser
def test_the_picture_shows_the_page(loaded: Settings, tmp_path: Path) -> None:
    drawn = page_png(make_page(loaded.current, tmp_path))
    assert len(drawn) < 100_000
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == (700, 583)
        shades = picture.convert("L").histogram()
    assert sum(shades[:96]) > 3_000  # ink: letters, bars, lines; a blank page has none


def test_without_a_browser_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(preview.shutil, "which", lambda _: None)
    with pytest.raises(NoPicture, match="Chưa cài Chromium"):
        page_png(tmp_path / "index.html")


@pytest.mark.parametrize(("script", "told"), [("sleep 60", "không vẽ kịp"), ("echo crash; exit 1", "crash")])
def test_a_browser_that_fails_is_no_failure_of_ours(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(tmp_path, script, monkeypatch)
    with pytest.raises(NoPicture, match=told):
        page_png(tmp_path / "index.html", seconds=1)

"""A small picture of what was made, for a screen that lists it: a PDF's first page, the page's first view.

Belongs here: drawing it. Does not belong here: making the PDF (`pdf`) or the page.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from orchestration.publications.programs import run_alone

WIDTH_PX = 420
PAGE_WIDTH_PX, PAGE_COLOURS = 700, 32
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TIME_LIMIT_SECONDS = 60


class NoPicture(RuntimeError):
    """No browser is installed or it drew nothing; the message says so."""


def first_page_png(pdf: bytes) -> bytes:
    """The first page as a PNG of a few dozen kB, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=WIDTH_PX / page.get_width(), grayscale=True).to_pil()
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
    finally:
        document.close()


def page_png(index: Path, seconds: float = TIME_LIMIT_SECONDS) -> bytes:
    """The first view of a page of ours, drawn by an installed browser. Raises `NoPicture`."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise NoPicture("Chưa cài Chromium nên không có ảnh xem trước. / No Chromium, so no preview picture.")
    with tempfile.TemporaryDirectory(prefix="chiso766-picture-") as name:
        drawn = Path(name) / "page.png"
        command = [
            program, "--headless", "--hide-scrollbars", "--disable-gpu", "--no-first-run", "--window-size=1200,1000",
            f"--user-data-dir={name}/profile", "--virtual-time-budget=5000", f"--screenshot={drawn}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium has no sandbox for root
            index.resolve().as_uri(),
        ]  # fmt: skip
        try:
            said = run_alone(command, seconds)
        except subprocess.TimeoutExpired as error:
            raise NoPicture("Chromium không vẽ kịp ảnh xem trước. / Chromium drew no preview in time.") from error
        if not drawn.is_file():
            raise NoPicture(f"Chromium không vẽ được ảnh xem trước. / Chromium drew no preview: {said}")
        return _small(drawn)


def _small(drawn: Path) -> bytes:
    with Image.open(drawn) as picture:
        height = round(picture.height * PAGE_WIDTH_PX / picture.width)
        few = picture.convert("RGB").resize((PAGE_WIDTH_PX, height), Image.Resampling.LANCZOS).quantize(PAGE_COLOURS)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def as_markdown(png: bytes, name: str) -> str:
    """The picture inside markdown, without a file beside it."""
    return f"![{name}](data:image/png;base64,{base64.b64encode(png).decode()})"

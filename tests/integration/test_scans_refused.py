"""Pictures that are no letter, or would cost too much: each refused with one clear sentence, the run goes on."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

pytest.importorskip("tesserocr", reason="make ocr installs what reading scans needs")

from orchestration.cli import main
from orchestration.letters.ocr import installed
from orchestration.letters.readers import scan
from orchestration.readings import Refused
from orchestration.settings import Settings
from tests.scanforge import wear
from tests.scanforge.letter694 import tables
from tests.scanforge.paint import Block, Grid, Text, paint

pytestmark = pytest.mark.ocr

LETTER = Path(__file__).parents[2] / "examples" / "letters" / "694-VP-NC_2023-11-28.md"


def scanned(*blocks: Block) -> bytes:
    return wear.worn(paint(blocks, 150)[0], wear.SCAN)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def photo() -> bytes:
    """Hills, sun and grain; no word anywhere."""
    down, across = np.mgrid[0:350, 0:450]
    channels = [120 + 80 * np.sin(across / 90), 100 + 90 * np.cos(down / 130), 150 + 60 * np.sin(across / 70)]
    grain = np.random.default_rng(1).normal(0, 25, (350, 450, 3))
    picture = Image.fromarray(np.clip(np.stack(channels, 2) + grain, 0, 255).astype(np.uint8))
    ImageDraw.Draw(picture).ellipse((250, 30, 320, 100), fill=(250, 220, 90))
    return png(picture)


def budget() -> bytes:
    rows = [["STT", "Đơn vị", "Dự toán (triệu đồng)"], *[[str(n), f"Phòng số {n}", str(n * 137)] for n in range(1, 7)]]
    return scanned(Text("DỰ TOÁN NGÂN SÁCH NĂM 2024", bold=True), Grid(rows, (12, 70, 40)))


def without_lines() -> bytes:
    return scanned(*(Text("   ".join(row)) for row in tables()[1]))


def many_pages() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(10_000):
        canvas.showPage()
    canvas.save()
    return out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "photo.png": (photo, "không phải công văn", "is no letter on the 766 index"),
    "blank.png": (lambda: png(Image.new("L", (1240, 1754), 255)), "không có chữ nào", "No word can be read"),
    "budget.jpg": (budget, "không phải công văn", "is no letter on the 766 index"),
    "no-lines.jpg": (without_lines, "bảng không có đường kẻ", "a table without lines cannot be read"),
    "pages.pdf": (many_pages, "trang", "pages"),
    "cut.jpg": (lambda: budget()[:9_000], "hỏng hoặc bị cắt", "damaged or cut short"),
    "huge.png": (lambda: png(Image.new("1", (8_000, 8_000))), "điểm ảnh", "pixels"),
}


def test_bad_pictures_are_refused_by_name_and_the_run_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name, (make, _, _) in BAD.items():
        (folder / name).write_bytes(make())
    (folder / "694.md").write_bytes(LETTER.read_bytes())
    monkeypatch.setenv("CHISO766_HOME", str(settings.home))
    said = CliRunner().invoke(main, ["ingest", "--json", str(folder)])
    assert said.exit_code == 3, said.output
    told = json.loads(said.stdout)
    reasons = {one["name"]: one["reasons"][0] for one in told["documents"] if one["status"] == "refused"}
    assert set(reasons) == set(BAD)
    for name, (_, vi, en) in BAD.items():
        assert vi in reasons[name]["vi"], name
        assert en in reasons[name]["en"], name
        assert len(reasons[name]["en"]) < 400
    assert [one["name"] for one in told["loaded"]] == ["694.md"]


def test_without_tesseract_a_scan_waits_and_says_what_to_install(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "DATA_FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setenv("CHISO766_HOME", str(settings.home))
    (tmp_path / "scan.jpg").write_bytes(budget())
    said = CliRunner().invoke(main, ["ingest", "--json", str(tmp_path / "scan.jpg")])
    assert said.exit_code == 3
    (document,) = json.loads(said.stdout)["documents"]
    assert "make ocr" in document["reasons"][0]["vi"]
    assert "tesseract-ocr-vie" in document["reasons"][0]["en"]
    (folder,) = settings.quarantine.iterdir()
    assert "make ocr" in (folder / "reason.md").read_text(encoding="utf-8")


def test_a_reading_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(Refused, match="went beyond the limits"):
        scan.read(budget())
    assert time.monotonic() - started < 20


def test_a_reading_that_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_MEMORY_BYTES", 900 * 1024 * 1024)
    four_times_decoded = png(Image.new("RGBA", (6_300, 6_300)))
    with pytest.raises(Refused, match="went beyond the limits"):
        scan.read(four_times_decoded)


def test_opencv_out_of_memory_is_no_damage_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_memory(*_: object) -> None:
        cv2.resize(np.zeros((1, 1), np.uint8), (2**30, 2**30))

    monkeypatch.setattr("orchestration.letters.ocr.page.read_page", out_of_memory)
    with pytest.raises(MemoryError):
        scan.read_here(budget())

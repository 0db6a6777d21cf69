"""The letter 694/VP-NC, printed, worn and read back from its pictures: every figure is counted."""

from __future__ import annotations

import io

import pytest
from PIL import Image

pytest.importorskip("tesserocr", reason="make ocr installs what reading scans needs")

from orchestration.letters.ocr import engine as engine_module
from orchestration.letters.readers.scan import read_here
from orchestration.reference.names import fold
from tests.scanforge import wear
from tests.scanforge.bind import to_pdf
from tests.scanforge.letter694 import Layout, annexes, tables
from tests.scanforge.paint import paint
from tests.scanforge.score import FIGURE_COUNT, NAME_COUNT, score

pytestmark = [pytest.mark.ocr, pytest.mark.timeout(300)]  # seconds of reading, more on a busy machine


@pytest.mark.parametrize(("layout", "dpi"), [("wide", 150), ("wide", 300), ("narrow", 200)])
def test_every_figure_of_a_common_scan_is_right(layout: Layout, dpi: int) -> None:
    pages = [wear.worn(page, wear.SCAN) for page in paint(annexes(layout), dpi)]
    letter = read_here(to_pdf(pages))
    found = score(letter)
    assert found.is_safe, found.silent
    assert found.best_guess == FIGURE_COUNT
    assert found.held <= 10
    assert found.names == NAME_COUNT
    cutoffs = [one.text for one in letter.paragraphs() if "Thời điểm chốt" in one.text]
    assert cutoffs == ["* Thời điểm chốt số liệu: 16h ngày 23/11/2023."] * 2


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_under_a_stamp_and_askew_nothing_wrong_passes_as_sure(layout: Layout) -> None:
    """135 figures with a red stamp, perspective and 1,7 degrees of skew, at 200 dpi."""
    pages = [wear.worn(page, wear.HARD) for page in paint(annexes(layout), 200)]
    found = score(read_here(to_pdf(pages)))
    assert found.is_safe, found.silent
    assert found.right + found.held == FIGURE_COUNT
    assert found.held <= 25
    assert found.names == NAME_COUNT


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_scanned_sideways_or_upside_down_is_read(turned: int) -> None:
    second = paint(annexes("wide"), 150)[1]
    upright = Image.open(io.BytesIO(wear.worn(second, wear.SCAN)))
    out = io.BytesIO()
    upright.rotate(turned, expand=True).save(out, "JPEG", quality=90, dpi=(150, 150))
    (table,) = read_here(out.getvalue()).tables()
    expected = tables()[1]
    sure = [(cell, text) for row, texts in zip(table.rows, expected, strict=True)
            for cell, text in zip(row.cells, texts, strict=True) if not cell.alternatives]
    assert len(sure) >= 65
    assert all(fold(cell.text) == fold(text) for cell, text in sure)


def test_the_time_a_page_may_take_is_told_by_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that gets a quarter of a processor is given four times as long, up to a limit."""
    with engine_module.Engine() as engine:
        monkeypatch.setattr(engine, "_started", (100.0, 0.0))
        monkeypatch.setattr(engine_module.time, "process_time", lambda: 5.0)
        allowed = {}
        for clock in (104.0, 120.0, 1000.0):
            monkeypatch.setattr(engine_module.time, "perf_counter", lambda clock=clock: clock)
            allowed[clock] = engine._milliseconds(30)
    assert allowed == {104.0: 30_000, 120.0: 120_000, 1000.0: 300_000}

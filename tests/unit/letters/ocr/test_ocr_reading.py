"""The letter 694/VP-NC, printed, worn and read back from its pictures: every figure is counted."""

from __future__ import annotations

import pytest

pytest.importorskip("tesserocr", reason="make ocr installs what reading scans needs")

from orchestration.letters.readers.scan import read_here
from tests.scanforge import wear
from tests.scanforge.bind import to_pdf
from tests.scanforge.letter694 import Layout, annexes
from tests.scanforge.paint import paint
from tests.scanforge.score import FIGURE_COUNT, NAME_COUNT, score

pytestmark = pytest.mark.ocr


@pytest.mark.parametrize(("layout", "dpi"), [("wide", 150), ("wide", 200), ("narrow", 300)])
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


def test_under_a_stamp_and_askew_nothing_wrong_passes_as_sure() -> None:
    """270 figures with a red stamp, perspective and 1,7 degrees of skew, at 200 dpi."""
    for layout in ("wide", "narrow"):
        pages = [wear.worn(page, wear.HARD) for page in paint(annexes(layout), 200)]
        found = score(read_here(to_pdf(pages)))
        assert found.is_safe, found.silent
        assert found.right + found.held == FIGURE_COUNT
        assert found.held <= 25
        assert found.names == NAME_COUNT

"""How well and how fast scans of letter 694/VP-NC are read: `python -m bench.ocr [--quick]`.

Prints, for each layout, resolution and wear, how many of the 135 figures and 27 names of the annex
came out right and sure, wrong and sure (silent), or held for a person; and the seconds a page, by the clock and of the processor.
Belongs here: measuring. Does not belong here: passing judgement; the tests do.
"""

from __future__ import annotations

import sys
import time
from itertools import product

from orchestration.letters.ocr.engine import Engine
from orchestration.letters.readers.scan import read_here
from tests.scanforge import wear
from tests.scanforge.bind import to_pdf
from tests.scanforge.letter694 import Layout, annexes
from tests.scanforge.paint import paint
from tests.scanforge.score import FIGURE_COUNT, score

LAYOUTS: tuple[Layout, ...] = ("wide", "narrow")
WEARS = {"clean": wear.CLEAN, "scan": wear.SCAN, "hard": wear.HARD, "hard grey": wear.HARD_GREY}
QUICK = [("wide", 150, "scan"), ("wide", 200, "scan"), ("wide", 300, "scan"), ("narrow", 200, "hard")]
HEAD = "layout    dpi wear       right silent  held  best names  s/page    cpu"


def main(quick: bool) -> None:
    """Print the matrix."""
    Engine().__exit__(None, None, None)  # the first loading of Tesseract is not counted as reading
    cases = QUICK if quick else list(product(LAYOUTS, (150, 200, 300), WEARS))
    print(HEAD)
    for layout, dpi, name in cases:
        pages = [wear.worn(page, WEARS[name]) for page in paint(annexes(layout), dpi)]
        scan, started, used = to_pdf(pages), time.perf_counter(), time.process_time()
        found = score(read_here(scan))
        seconds, cpu = (time.perf_counter() - started) / len(pages), (time.process_time() - used) / len(pages)
        print(
            f"{layout:8}{dpi:>5} {name:10}{found.right:>6}{len(found.silent):>7}{found.held:>6}"
            f"{found.best_guess:>6}{found.names:>6}{seconds:>8.1f}{cpu:>7.1f}  {' '.join(found.silent)}"
            f"{f' missing {found.missing}' if found.missing else ''}",
            flush=True,
        )
    print(f"of {FIGURE_COUNT} figures in each row")


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])

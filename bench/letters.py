"""How long a letter takes to read, in seconds a page, in each format.

    .venv/bin/python bench/letters.py [--rounds 5]

The letter of the examples (3 pages on paper, 135 figures) is written in every format and read from bytes
to observations, as a run does it: a PDF in a process of its own, whose start counts. The figures
are compared with those of the text before a time is told.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from orchestration.landing.archive import Landing  # noqa: E402
from orchestration.landing.records import Receipt  # noqa: E402
from orchestration.letters.readers import read_letter  # noqa: E402
from orchestration.letters.reading import read_letter_record  # noqa: E402
from tests.letterforge import LetterSpec, to_docx, to_html, to_markdown, to_pdf, to_xlsx  # noqa: E402
from tests.letterforge.letter694 import letter_694  # noqa: E402

PAGES = 3
FORMATS: dict[str, Callable[[LetterSpec], bytes]] = {
    "md": to_markdown, "docx": to_docx, "xlsx": to_xlsx, "html": to_html, "pdf": to_pdf,
    "pdf, narrow": lambda spec: to_pdf(spec, "narrow"),
}


def figures(payload: bytes, name: str) -> tuple[float, dict[tuple[str | None, str], Decimal | None]]:
    """Seconds from bytes to readings, and the figures read."""
    with tempfile.TemporaryDirectory() as folder:
        record = Landing(Path(folder)).land(payload, Receipt(kind="letter", name=name)).record
        started = time.perf_counter()
        (reading,) = read_letter_record(record, payload)
        seconds = time.perf_counter() - started
    return seconds, {(one.unit_id, one.indicator_id): one.rate_pct or one.score for one in reading.observations}


def main() -> None:
    """Read each format `--rounds` times; print the median and the slowest."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    spec = letter_694()
    _, expected = figures(to_markdown(spec), "694.md")
    print(f"{'format':<14}{'pages':>6}{'s/page median':>15}{'slowest':>10}{'figures':>9}")
    for name, write in FORMATS.items():
        payload = write(spec)
        pages = read_letter(payload, name).page_count if name.startswith("pdf") else PAGES
        seconds = []
        for _ in range(rounds):
            one, found = figures(payload, f"694.{name}")
            assert found == expected, f"{name}: the figures differ from those of the text"
            seconds.append(one / pages)
        print(f"{name:<14}{pages:>6}{statistics.median(seconds):>15.3f}{max(seconds):>10.3f}{len(found):>9}")


if __name__ == "__main__":
    main()

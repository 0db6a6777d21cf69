"""A reader's child process: its time is counted on the processor, not by the clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.letters.blocks import Letter, Paragraph
from orchestration.letters.readers.isolation import read_isolated
from orchestration.readings import Refused

READER = """import time
from orchestration.letters.blocks import Letter, Paragraph

def read_here(payload):
    {what}
    return Letter("pdf", (Paragraph(payload.decode()),))
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "some_reader.py"


def test_a_child_that_waits_is_waited_for(reader: Path) -> None:
    """As on a busy machine, where others have the processor: no reason to refuse a letter."""
    reader.write_text(READER.format(what="time.sleep(3)"), encoding="utf-8")
    assert read_isolated("some_reader", b"x", "tệp", seconds=2) == Letter("pdf", (Paragraph("x"),))


def test_a_child_that_works_too_long_is_stopped(reader: Path) -> None:
    reader.write_text(READER.format(what="while True: pass"), encoding="utf-8")
    with pytest.raises(Refused, match="went beyond the limits") as refused:
        read_isolated("some_reader", b"x", "tệp", seconds=1)
    assert refused.value.place == "tệp"

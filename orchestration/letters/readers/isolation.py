"""Reading in a process of its own, with limits on memory and time that the parser cannot talk past.

A PDF of a few kilobytes may unpack to gigabytes or send its parser in circles, and no check of the
file finds every way to. The child may take `MAX_MEMORY_BYTES`, and `MAX_SECONDS` of the processor: a
busy machine refuses no letter that an idle one reads. If it dies, the document is refused and the run
goes on.

Belongs here: starting, limiting and hearing the child. Does not belong here: reading; a module that
is read this way has `read_here(payload: bytes) -> Letter`.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from orchestration.letters.blocks import Block, Cell, Letter, Paragraph, Row, Table
from orchestration.letters.readers.limits import NeedsOcr
from orchestration.readings import Refused

MAX_MEMORY_BYTES: Final = 1536 * 1024 * 1024
MAX_SECONDS: Final = 60
PATIENCE: Final = 4  # times as long by the clock, for a child that waits for the processor or for nothing
_PACKAGE_ROOT: Final = Path(__file__).parents[3]


def read_isolated(
    module: str, payload: bytes, place: str,
    *, seconds: float = MAX_SECONDS, memory_bytes: int = MAX_MEMORY_BYTES,
) -> Letter:
    """What `module.read_here(payload)` returns or raises, read in a child process.

    Raises `Refused` also when the child needs more time or memory than it may have, or dies of what
    it read.
    """
    command = [sys.executable, "-P", "-m", __name__, module, str(memory_bytes), str(int(seconds) + 1)]
    search_path = filter(None, (str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(search_path)}
    try:
        done = subprocess.run(
            command, input=payload, capture_output=True, timeout=seconds * PATIENCE, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise _beyond_limits(place, f"{seconds * PATIENCE:g} s") from None
    if done.returncode == 0:
        return _heard(json.loads(done.stdout))
    last_words = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode < 0 or last_words.startswith("MemoryError"):
        raise _beyond_limits(place, f"{memory_bytes // 2**20} MB, {seconds:g} s")
    raise Refused(
        place,
        f"Tệp bị hỏng, không đọc được ({last_words[:200]}). Hãy mở tệp, in lại ra PDF rồi nộp lại.",
        f"The file is damaged and cannot be read ({last_words[:200]}). Open it, print it to PDF again "
        "and submit it.",
    )


def main(module: str, memory_bytes: int, seconds: int) -> None:
    """The child: read the payload from standard input, answer in JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    payload = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = {"letter": asdict(importlib.import_module(module).read_here(payload))}
    except Refused as refused:
        answer = {"refused": [refused.place, refused.vi, refused.en]}
    except NeedsOcr as needs:
        answer = {"needs_ocr": [needs.pages, needs.page_count, needs.why]}
    sys.stdout.write(json.dumps(answer))


def _heard(answer: dict[str, Any]) -> Letter:
    if "refused" in answer:
        raise Refused(*answer["refused"])
    if "needs_ocr" in answer:
        pages, page_count, why = answer["needs_ocr"]
        raise NeedsOcr(tuple(pages), page_count, why)
    letter = answer["letter"]
    return Letter(
        letter["format"], tuple(map(_block, letter["blocks"])), letter["page_count"],
        tuple(letter["warnings"]),
    )


def _block(said: dict[str, Any]) -> Block:
    if "text" in said:
        return Paragraph(**said)
    return Table(tuple(
        Row(tuple(_cell(cell) for cell in row["cells"]), row["page"], row["line"]) for row in said["rows"]
    ))


def _cell(said: dict[str, Any]) -> Cell:
    box = tuple(said["box"]) if said["box"] else None
    return Cell(said["text"], tuple(said["alternatives"]), box)


def _beyond_limits(place: str, limits: str) -> Refused:
    return Refused(
        place,
        f"Đọc tệp này vượt quá giới hạn ({limits}) nên đã dừng. Hãy chỉ giữ lại công văn và phụ lục, in lại "
        "ra PDF rồi nộp lại.",
        f"Reading this file went beyond the limits ({limits}) and was stopped. Keep only the letter and its "
        "annex, print them to PDF again and submit that.",
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

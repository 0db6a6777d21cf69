"""Scanned letters: PDF without a text layer, or pictures (PNG, JPEG, TIFF).

Belongs here: the way from the file's bytes to a `Letter` of format "scan". Does not belong here: any
step of reading a picture (`letters.ocr`), or clearing up what is in doubt (`letters.review`).

Doubt is kept: a cell whose readings do not agree carries them as `alternatives`, and a line of text
whose digits are in doubt comes as a table of one cell. Such a letter waits for a person.
"""

from __future__ import annotations

import os
from typing import Final

from orchestration.letters.blocks import Block, Letter, Table
from orchestration.letters.ocr.installed import language_data
from orchestration.letters.ocr.pictures import LOW_DPI, page_pictures
from orchestration.letters.readers.isolation import read_isolated
from orchestration.letters.readers.limits import refuse_oversized, warning
from orchestration.readings import Refused

PLACE: Final = "bản quét"
MAX_SECONDS: Final = 320  # 40 pages at 8 seconds
MAX_MEMORY_BYTES: Final = 2048 * 1024 * 1024


def read(payload: bytes) -> Letter:
    """The letter in the pictures of `payload`, read in a process of its own.

    Raises `Refused` when the file cannot be opened, is beyond the limits, shows no words, or when this
    machine has nothing to read pictures with.
    """
    refuse_oversized(payload, PLACE)
    language_data()
    return read_isolated(__name__, payload, PLACE, seconds=MAX_SECONDS, memory_bytes=MAX_MEMORY_BYTES)


def read_here(payload: bytes) -> Letter:
    """`read` in this process: for files one trusts, or in a child with limits."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's threads cost more than they gain on small pictures
    # only now: OpenCV and Tesseract are optional, and `read` says what to install
    import cv2

    try:
        return _read(payload)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError(str(error)) from error  # the child's limits, not the file's damage
        raise


def _read(payload: bytes) -> Letter:
    from orchestration.letters.ocr.engine import Engine
    from orchestration.letters.ocr.page import read_page

    blocks: list[Block] = []
    warnings: list[str] = []
    pages = 0
    with Engine() as engine:
        for page in page_pictures(payload):
            pages = page.number
            if page.dpi < LOW_DPI:
                warnings.append(_too_coarse(page.number, page.dpi))
            blocks += read_page(engine, page)
    if not blocks:
        raise _no_words()
    if not any(isinstance(block, Table) for block in blocks):
        warnings.append(_no_table())
    return Letter("scan", tuple(blocks), pages, tuple(warnings))


def _too_coarse(number: int, dpi: float) -> str:
    return warning(
        f"Trang {number} chỉ có {dpi:.0f} dpi; hãy quét lại từ 200 dpi trở lên để chữ số đọc được chắc chắn.",
        f"Page {number} has only {dpi:.0f} dpi; scan it again at 200 dpi or more, so that figures are sure.",
    )


def _no_words() -> Refused:
    return Refused(
        "tệp",
        "Bản quét không có chữ nào đọc được; hãy kiểm tra tệp có đúng là công văn không và quét lại cho rõ.",
        "No word can be read in the scan; check that the file is the letter and scan it again more clearly.",
    )


def _no_table() -> str:
    return warning(
        "Không thấy bảng kẻ ô nào trong bản quét; bảng không có đường kẻ thì không đọc được.",
        "No ruled table was found in the scan; a table without lines cannot be read.",
    )

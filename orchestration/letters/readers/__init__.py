"""Files of any format → the common form of a letter (`blocks`).

Belongs here: choosing the reader by what the file is, and what holds for all of them. Does not
belong here: reading a format (one module each), or what the words mean (`grammar`). Readers are
imported when first needed: a text letter loads no PDF library.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, cast

from orchestration.letters.blocks import Block, Letter, Paragraph, Table
from orchestration.letters.readers.kinds import kind_of
from orchestration.letters.readers.legacy_fonts import Legacy, from_legacy, legacy_of, legacy_warning
from orchestration.letters.readers.limits import NeedsOcr, refuse_oversized
from orchestration.readings import Refused


class Reader(Protocol):
    """A module that reads one format."""

    def read(self, payload: bytes) -> Letter:
        """The letter in `payload`; raises `Refused`, or `NeedsOcr` for pages that are pictures."""
        ...


def read_letter(payload: bytes, name: str) -> Letter:
    """The letter in `payload`, whatever its file is called; `name` is for messages alone.

    Raises `Refused` for a file that is empty, too large, damaged or of no kind that is read.
    """
    refuse_oversized(payload, name)
    kind = kind_of(payload)
    if kind is None:
        raise Refused(
            name,
            "Định dạng tệp không được hỗ trợ: hãy lưu thành PDF, DOCX, XLSX, HTML, văn bản (UTF-8)"
            " hoặc ảnh PNG/JPEG/TIFF rồi nộp lại.",
            "The file's format is not supported: save it as PDF, DOCX, XLSX, HTML, text (UTF-8)"
            " or a PNG/JPEG/TIFF picture and submit it again.",
        )
    try:
        letter = _reader(kind).read(payload)
    except NeedsOcr:
        letter = _reader("scan").read(payload)
    return _in_unicode(letter)


def _reader(kind: str) -> Reader:
    return cast(Reader, importlib.import_module(f"{__name__}.{kind}"))


def _in_unicode(letter: Letter) -> Letter:
    """`letter` out of a legacy font: files of every format may hold .VnTime text."""
    legacy = legacy_of("\n".join(_texts(letter.blocks)))
    if legacy is None:
        return letter
    blocks = tuple(_converted(block, legacy) for block in letter.blocks)
    return replace(letter, blocks=blocks, warnings=(*letter.warnings, legacy_warning(legacy)))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row.cells)


def _converted(block: Block, legacy: Legacy) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=from_legacy(block.text, legacy))
    return Table(tuple(
        replace(row, cells=tuple(replace(cell, text=from_legacy(cell.text, legacy)) for cell in row.cells))
        for row in block.rows
    ))

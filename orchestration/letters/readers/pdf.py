"""Text PDF → the common form: paragraphs and ruled tables page by page, tables joined over pages.

Belongs here: opening, judging whether a page's text layer can be trusted, and the order of what
pages hold. Does not belong here: characters to lines and paragraphs (`pdf_text`), ruling lines to
grids (`pdf_tables`), pages that are pictures (`scan`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from orchestration.letters.blocks import Block, Letter, Paragraph
from orchestration.letters.readers.isolation import read_isolated
from orchestration.letters.readers.limits import MAX_PAGES, CellBudget, NeedsOcr, refuse_oversized, warning
from orchestration.letters.readers.pdf_layer import PageLayer, is_gibberish, layer_of
from orchestration.letters.readers.pdf_tables import PageTable, find_tables, joined
from orchestration.letters.readers.pdf_text import (
    Character,
    paragraphs_of,
    prepared,
    without_page_number,
    words_of,
)
from orchestration.letters.readers.soft_hyphens import without_soft_hyphens
from orchestration.letters.readers.tables import arrange
from orchestration.readings import Refused

PLACE: Final = "tệp PDF"
MAX_CHARACTERS_ON_PAGE: Final = 60_000
MAX_DRAWN_ON_PAGE: Final = 20_000

_Item = PageTable | Paragraph


def read(payload: bytes) -> Letter:
    """The letter in a text PDF, read in a process of its own.

    Raises `NeedsOcr` when a page has no text layer or one that cannot be trusted; `Refused` for a
    file that is damaged, protected, or needs more pages, time or memory than a letter may.
    """
    refuse_oversized(payload, PLACE)
    return read_isolated(__name__, payload, PLACE)


def read_here(payload: bytes) -> Letter:
    """`read` in this process: for files one trusts, or in a child with limits."""
    try:
        return _read(payload)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, MemoryError):
            raise cause from error  # the child's limits, not the file's damage
        raise _unreadable(cause) from error


def _read(payload: bytes) -> Letter:
    with pdfplumber.open(io.BytesIO(payload)) as document:
        _refuse_too_long(document)
        items: list[_Item] = []
        layers: list[PageLayer] = []
        budget = CellBudget()
        for page in document.pages:
            _refuse_crowded(page)
            characters = prepared(page)
            layers.append(layer_of(page, characters))
            items = _joined(items, _page_items(page, characters, budget))
            page.close()
        _refuse_pictures(layers)
    blocks = list(_blocks(items))
    if not blocks:
        raise _empty(len(layers))
    return without_soft_hyphens(Letter("pdf", tuple(blocks), len(layers), _warnings(items)))


def _refuse_too_long(document: pdfplumber.pdf.PDF) -> None:
    # counted without building pages: ten thousand of them take minutes
    pages = sum(1 for _ in islice(PDFPage.create_pages(document.doc), MAX_PAGES + 1))
    if pages > MAX_PAGES:
        raise Refused(
            PLACE,
            f"Tệp PDF có hơn {MAX_PAGES} trang, nhiều hơn mọi công văn. "
            "Hãy tách riêng công văn và phụ lục rồi nộp lại.",
            f"The PDF has more than {MAX_PAGES} pages, more than any letter. "
            "Split off the letter and its annex and submit them.",
        )


def _refuse_crowded(page: Any) -> None:
    drawn = len(page.lines) + len(page.rects) + len(page.curves)
    if len(page.chars) > MAX_CHARACTERS_ON_PAGE or drawn > MAX_DRAWN_ON_PAGE:
        raise Refused(
            f"trang {page.page_number}",
            f"Trang có {len(page.chars)} ký tự và {drawn} nét vẽ, nhiều hơn mọi trang công văn, nên không "
            "được đọc. Hãy bỏ bản vẽ rồi nộp lại.",
            f"The page has {len(page.chars)} characters and {drawn} drawn lines, more than any page of a "
            "letter, and is not read. Remove the drawing and submit the file again.",
        )


def _refuse_pictures(layers: list[PageLayer]) -> None:
    """Raise `NeedsOcr` naming the pages whose text is not there or not to be trusted."""
    bad = {number: layer.fault for number, layer in enumerate(layers, start=1) if layer.fault}
    if bad:
        raise NeedsOcr(tuple(bad), len(layers), "; ".join(sorted(set(bad.values()))))
    if is_gibberish("".join(layer.text for layer in layers)):
        raise NeedsOcr(tuple(range(1, len(layers) + 1)), len(layers), "unreadable text layer")


def _page_items(page: Any, characters: list[Character], budget: CellBudget) -> list[_Item]:
    """What a page holds, top to bottom: paragraphs of the text between tables, and tables."""
    number = int(page.page_number)
    tables, free = find_tables(page, characters, budget)
    words = without_page_number(words_of(free), page)
    items: list[_Item] = []
    for table in tables:
        items += paragraphs_of([word for word in words if word.middle < table.top], number)
        items.append(table)
        words = [word for word in words if word.middle >= table.top]
    return items + paragraphs_of(words, number)


def _joined(items: list[_Item], page_items: list[_Item]) -> list[_Item]:
    """`items` with a page's own after them; a table that only goes on is joined to its start."""
    if items and page_items:
        last, first = items[-1], page_items[0]
        whole = joined(last, first) if isinstance(last, PageTable) and isinstance(first, PageTable) else None
        if whole is not None:
            return [*items[:-1], whole, *page_items[1:]]
    return items + page_items


def _warnings(items: list[_Item]) -> tuple[str, ...]:
    pages = [page for item in items if isinstance(item, PageTable) for page in item.mended]
    if not pages:
        return ()
    listed = ", ".join(map(str, pages))
    return (warning(
        f"dòng bảng bị ngắt sang đầu trang {listed} đã được nối lại",
        f"rows of a table cut by the page break were joined: top of pages {listed}",
    ),)


def _blocks(items: list[_Item]) -> Iterator[Block]:
    for item in items:
        if isinstance(item, Paragraph):
            yield item
        else:
            yield from arrange(item.lines)


def _unreadable(cause: object) -> Refused:
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return Refused(
            PLACE,
            "Tệp PDF được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi nộp lại.",
            "The PDF is protected by a password. Remove the password and submit it again.",
        )
    return Refused(
        PLACE,
        f"Tệp PDF bị hỏng, không đọc được ({type(cause).__name__}). Hãy xuất lại PDF rồi nộp lại.",
        f"The PDF is damaged and cannot be read ({type(cause).__name__}). Export it again and submit it.",
    )


def _empty(page_count: int) -> Refused:
    return Refused(
        PLACE,
        f"Tệp PDF có {page_count} trang nhưng không có nội dung nào. Hãy xuất lại PDF rồi nộp lại.",
        f"The PDF has {page_count} pages but no content at all. Export it again and submit it.",
    )

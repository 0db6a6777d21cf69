"""XLSX → the common form: each sheet a page, its cells as they show, each row with its sheet row.

The XML is read directly, in one bounded pass: a general library gives a formula that nobody calculated
as a blank cell, and walks a merge over a million rows cell by cell. Left out, with a warning, because
nobody sees them: hidden sheets, rows and columns.

Belongs here: the workbook. Does not belong here: the zip package (`package`), a sheet's rows and
cells (`worksheets`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from orchestration.letters.blocks import Block, Letter
from orchestration.letters.readers.markup import attribute, child, children, local, whole
from orchestration.letters.readers.package import Package
from orchestration.letters.readers.soft_hyphens import without_soft_hyphens
from orchestration.letters.readers.worksheets import Book, Worksheet, string_of
from orchestration.readings import Refused

PLACE: Final = "tệp XLSX"
MAX_SHEETS: Final = 100


def read(payload: bytes) -> Letter:
    """The letter in an XLSX file: `page` is the sheet's number, `line` the row's number in its sheet.

    Formulas count with the value saved beside them. Raises `Refused` for a file that is hostile,
    damaged, protected, linked to other workbooks, with a formula never calculated, or without text.
    """
    package = Package(payload, PLACE)
    main = package.main_part()
    workbook = package.xml(main)
    if local(workbook) != "workbook":
        raise _no_workbook()
    if any(link.kind == "externalLink" for link in package.relationships(main)):
        raise _linked()
    listed = list(children(workbook, "sheets"))
    if len(listed) > MAX_SHEETS:
        raise _too_many_sheets(len(listed))
    book = _book(package, main, workbook)
    blocks: list[Block] = []
    for number, sheet in _sheets(package, main, listed, book):
        blocks += sheet.blocks(number)
    if not blocks:
        raise _empty()
    return without_soft_hyphens(Letter("xlsx", tuple(blocks), len(listed), book.seen.warnings()))


def _book(package: Package, main: str, workbook: etree._Element) -> Book:
    strings = package.related(main, "sharedStrings")
    is_mac = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
    return Book(
        strings=[string_of(one) for one in strings] if strings is not None else [],
        formats=_formats(package.related(main, "styles")),
        epoch=MAC_EPOCH if is_mac else WINDOWS_EPOCH,
    )


def _sheets(
    package: Package, main: str, listed: list[etree._Element], book: Book
) -> Iterator[tuple[int, Worksheet]]:
    """The visible worksheets with their numbers, in the order of their tabs."""
    links = {link.id: link for link in package.relationships(main)}
    for number, one in enumerate(listed, start=1):
        name = attribute(one, "name") or ""
        link = links.get(attribute(one, "id") or "")
        if (attribute(one, "state") or "visible") != "visible":
            book.seen.hidden.append(f"trang «{name}»")
        elif link is not None and link.kind == "worksheet":
            yield number, Worksheet(book, name, package.xml(link.target))


def _formats(styles: etree._Element | None) -> list[str]:
    """The number format of each cell style, by the style's index."""
    own = {
        whole(attribute(one, "numFmtId"), 0): attribute(one, "formatCode") or "General"
        for one in children(styles, "numFmts")
    }
    ids = (whole(attribute(one, "numFmtId"), 0) for one in children(styles, "cellXfs"))
    return [own.get(one) or BUILTIN_FORMATS.get(one, "General") for one in ids]


def _no_workbook() -> Refused:
    return Refused(
        PLACE,
        "Tệp không phải bảng tính Excel. Hãy lưu lại dưới dạng .xlsx rồi nộp lại.",
        "The file is no Excel workbook. Save it as .xlsx and submit it again.",
    )


def _linked() -> Refused:
    return Refused(
        PLACE,
        "Bảng tính lấy số liệu từ tệp khác, số có thể không còn đúng với bản công bố. "
        "Hãy dán thành giá trị, xóa liên kết rồi nộp lại.",
        "The workbook takes figures from other files, which may differ from what was published. "
        "Paste the values, remove the links and submit it again.",
    )


def _too_many_sheets(count: int) -> Refused:
    return Refused(
        PLACE,
        f"Bảng tính có {count} trang, nhiều hơn mọi công văn. Hãy chỉ giữ lại các trang phụ lục rồi nộp lại.",
        f"The workbook has {count} sheets, more than any letter. Keep the annex sheets and submit it again.",
    )


def _empty() -> Refused:
    return Refused(
        PLACE,
        "Bảng tính không hiển thị nội dung nào. Hãy kiểm tra lại tệp rồi nộp lại.",
        "The workbook shows no content. Check the file and submit it again.",
    )

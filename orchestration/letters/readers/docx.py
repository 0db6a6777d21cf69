"""DOCX → the common form, by walking the document's own XML in reading order.

The XML is walked directly because a general library's view of a paragraph leaves out what a person
sees there: tracked insertions, content controls, text boxes, automatic numbers. Left out on purpose,
because nobody reads them: deletions, text struck out or hidden, field codes. Page headers and footers
are not read: offices print file names and times there. A Word file has no pages: everything is page 1.

Belongs here: Word's elements. Does not belong here: the zip package (`package`), automatic numbers
(`numbering`), what is a table and what a letterhead (`tables`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from orchestration.letters.blocks import Block, Letter, Paragraph
from orchestration.letters.readers.cleaning import LOWERED, RAISED, SOFT_HYPHEN, clean
from orchestration.letters.readers.grids import Line, Slot, Span, simplify, slot_of, spread
from orchestration.letters.readers.limits import MAX_NESTED_TABLES, CellBudget, warning
from orchestration.letters.readers.markup import attribute, child, children, is_on, local, whole
from orchestration.letters.readers.numbering import read_numbering
from orchestration.letters.readers.package import Package
from orchestration.letters.readers.soft_hyphens import without_soft_hyphens
from orchestration.letters.readers.tables import arrange
from orchestration.readings import Refused

PLACE: Final = "tệp DOCX"
_WRAPPERS: Final = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_UNSEEN: Final = {
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "rt",
    "footnoteReference", "endnoteReference",
}
_UNREAD_RUNS: Final = ("vanish", "strike", "dstrike")
_SIGNS: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": SOFT_HYPHEN,
}
_NOTES: Final = (("footnotes", "footnote"), ("endnotes", "endnote"))


def read(payload: bytes) -> Letter:
    """The letter in a DOCX file: paragraphs and tables in reading order, footnotes last.

    Raises `Refused` for a file that is hostile, damaged, protected, no Word document, or without text.
    """
    package = Package(payload, PLACE)
    main = package.main_part()
    root = package.xml(main)
    if local(root) != "document":
        raise Refused(
            PLACE,
            "Tệp không phải tài liệu Word. Hãy lưu lại dưới dạng .docx rồi nộp lại.",
            "The file is no Word document. Save it as .docx and submit it again.",
        )
    reader = _Reader(package.related(main, "numbering"), package.related(main, "styles"))
    blocks = list(reader.blocks(child(root, "body")))
    for kind, note in _NOTES:
        for element in children(package.related(main, kind)):
            if local(element) == note and attribute(element, "type") is None:
                blocks += reader.blocks(element)
    if not blocks:
        raise _without_text(reader.pictures)
    return without_soft_hyphens(Letter("docx", tuple(blocks), warnings=reader.warnings()))


class _Reader:
    """One walk through one document; it counts list numbers, cells, and what it could not read."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._numbering = read_numbering(numbering, styles)
        self._raised_styles = {
            attribute(style, "styleId"): attribute(child(style, "rPr", "vertAlign"), "val")
            for style in children(styles)
        }
        self._budget = CellBudget()
        self.pictures = 0
        self._objects = 0

    def blocks(self, container: etree._Element | None, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, a table cell, a text box or a footnote."""
        for element in _unwrapped(container):
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth + 1)
            elif name in ("altChunk", "subDoc"):
                raise _embedded_document()

    def warnings(self) -> tuple[str, ...]:
        """What the document shows and this reader cannot read."""
        unread = self.pictures + self._objects
        if not unread:
            return ()
        return (warning(
            f"{unread} hình ảnh hoặc đối tượng nhúng trong tệp không được đọc",
            f"{unread} pictures or embedded objects of the file were not read",
        ),)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        boxes: list[etree._Element] = []
        label = self._numbering.label(child(paragraph, "pPr"))
        text = clean(f"{label} {self._text(paragraph, boxes)}")
        if text:
            yield Paragraph(text)
        for box in boxes:
            yield from self.blocks(box, depth)

    def _text(self, element: etree._Element, boxes: list[etree._Element]) -> str:
        """The visible text of a paragraph or of a part of it; text boxes in it are put in `boxes`."""
        parts = []
        for one in element:
            name = local(one)
            if name in _UNSEEN:
                continue
            if name == "t":
                parts.append(one.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "sym":
                parts.append(_symbol(one))
            elif name == "r":
                parts.append(self._run(one, boxes))
            elif name == "AlternateContent":
                choice = child(one, "Choice")
                parts.append(self._text(choice if choice is not None else one, boxes))
            elif name in ("drawing", "pict", "object"):
                self._drawing(one, boxes)
            else:
                parts.append(self._text(one, boxes))
        return "".join(parts)

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> str:
        properties = child(run, "rPr")
        if any(is_on(child(properties, name)) for name in _UNREAD_RUNS):
            return ""
        text = self._text(run, boxes)
        position = attribute(child(properties, "vertAlign"), "val") or self._raised_styles.get(
            attribute(child(properties, "rStyle"), "val")
        )
        return text.translate({"superscript": RAISED, "subscript": LOWERED}.get(position or "", {}))

    def _drawing(self, drawing: etree._Element, boxes: list[etree._Element]) -> None:
        names = [local(one) for one in drawing.iter()]
        if local(drawing) == "object":
            self._objects += 1
        elif "blip" in names or "imagedata" in names:
            self.pictures += 1
        boxes += _outer_boxes(drawing)

    def _table(self, table: etree._Element, depth: int) -> list[Block]:
        if depth > MAX_NESTED_TABLES:
            raise _too_deep()
        rows = [
            self._row(row, depth)
            for row in _unwrapped(table) if local(row) == "tr" and not _is_deleted(row)
        ]
        grid = spread(rows, self._budget, PLACE)
        return arrange(simplify([Line(slots) for slots in grid]))

    def _row(self, row: etree._Element, depth: int) -> list[Span]:
        before = whole(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
        spans = [Span(Slot(""), columns=before)] if before else []
        for cell in _unwrapped(row):
            if local(cell) == "tc":
                spans.append(self._cell(cell, spans[-1] if spans else None, depth))
        return spans

    def _cell(self, cell: etree._Element, left: Span | None, depth: int) -> Span:
        properties = child(cell, "tcPr")
        columns = whole(attribute(child(properties, "gridSpan"), "val"), 1)
        if left is not None and _goes_on(child(properties, "hMerge")):
            return Span(left.slot, columns, continues=left.continues)
        if _goes_on(child(properties, "vMerge")):
            return Span(Slot(""), columns, continues=True)
        return Span(slot_of(self.blocks(cell, depth)), columns)


def _unwrapped(container: etree._Element | None) -> Iterator[etree._Element]:
    """The children of an element, with content controls and tracked insertions opened."""
    for element in children(container):
        if local(element) in _WRAPPERS:
            yield from _unwrapped(element)
        else:
            yield element


def _goes_on(merge: etree._Element | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _is_deleted(row: etree._Element) -> bool:
    return child(row, "trPr", "del") is not None


def _outer_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing; those inside them are found when their paragraphs are read."""
    for element in drawing:
        if local(element) == "txbxContent":
            yield element
        else:
            yield from _outer_boxes(element)


def _symbol(element: etree._Element) -> str:
    code = attribute(element, "char") or ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _too_deep() -> Refused:
    return Refused(
        PLACE,
        f"Bảng lồng trong bảng quá {MAX_NESTED_TABLES} lớp nên không được đọc. "
        "Hãy đưa bảng số liệu ra ngoài các bảng khác rồi nộp lại.",
        f"Tables are nested more than {MAX_NESTED_TABLES} deep and are not read. "
        "Take the table of figures out of the others and submit the file again.",
    )


def _embedded_document() -> Refused:
    return Refused(
        PLACE,
        "Tệp chèn một tài liệu khác ở bên trong, nội dung đó không đọc được. "
        "Hãy mở bằng Word, lưu lại rồi nộp lại.",
        "The file holds another document whose content cannot be read. "
        "Open it in Word, save it again and submit it.",
    )


def _without_text(pictures: int) -> Refused:
    if pictures:
        return Refused(
            PLACE,
            "Tệp Word chỉ có hình ảnh, không có chữ. Hãy xuất sang PDF để tệp được đọc như bản quét.",
            "The Word file holds only pictures and no text. Export it to PDF to have it read as a scan.",
        )
    return Refused(
        PLACE,
        "Tệp Word không có nội dung. Hãy kiểm tra lại tệp rồi nộp lại.",
        "The Word file has no content. Check the file and submit it again.",
    )

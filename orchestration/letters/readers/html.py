"""HTML → the common form: what a browser would show of a page without running it or the network.

Left out because nobody reads it there: scripts, styles, hidden elements, text struck out, form
fields. Style sheets are not followed, so text that only they hide is read. Lines are those of the
source. A page has no pages: everything is page 1.

Belongs here: HTML's elements. Does not belong here: bytes to characters where the page does not name
its encoding (`decoding`), what is a table and what a page layout (`tables`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import lxml.html
from lxml import etree

from orchestration.letters.blocks import Block, Letter, Paragraph
from orchestration.letters.readers.cleaning import LOWERED, RAISED, clean
from orchestration.letters.readers.decoding import decode_text
from orchestration.letters.readers.grids import Line, Span, simplify, slot_of, spread
from orchestration.letters.readers.limits import MAX_NESTED_TABLES, CellBudget, refuse_oversized
from orchestration.letters.readers.markup import whole
from orchestration.letters.readers.soft_hyphens import without_soft_hyphens
from orchestration.letters.readers.tables import arrange
from orchestration.readings import Refused

PLACE: Final = "tệp HTML"
MAX_HTML_BYTES: Final = 8 * 1024 * 1024
MAX_TAGS: Final = 600_000
_MAX_COLSPAN: Final = 1_000  # browsers stop here too
_HEAD_BYTES: Final = 4096
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(rb"""(?i)<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w-]+)""")
_ONE_BYTE = re.compile(r"(windows-125\d|iso-8859-\d{1,2}|us-ascii)")
_UNREAD: Final = {
    "script", "style", "head", "title", "noscript", "template", "svg", "iframe", "object", "embed", "canvas",
    "audio", "video", "select", "textarea", "datalist", "del", "s", "strike", "rp", "rt",
}
_INLINE: Final = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "img", "o:p",
}
_ROW_GROUPS: Final = {"thead": 0, "tbody": 1, "tr": 1, "tfoot": 2}  # in the order they are shown
_SHIFTED: Final = {"sup": RAISED, "sub": LOWERED}
_HIDDEN = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read(payload: bytes) -> Letter:
    """The letter in an HTML page: paragraphs and tables in reading order.

    Raises `Refused` for a page that is too large or too deep, declares entities, is in an encoding
    other than it says, or shows no text.
    """
    refuse_oversized(payload, PLACE, MAX_HTML_BYTES)
    blocks = _Reader().blocks(_parsed(_decoded(payload)))
    if not blocks:
        raise Refused(
            PLACE,
            "Trang web không có chữ nào trong tệp (nội dung có thể do mã lệnh tạo ra). "
            "Hãy mở trang, in ra PDF rồi nộp lại.",
            "The page shows no text of its own (scripts may make it). Open it, print it to PDF and "
            "submit that.",
        )
    return without_soft_hyphens(Letter("html", tuple(blocks)))


class _Reader:
    """One walk through one page; it counts the cells."""

    def __init__(self) -> None:
        self._budget = CellBudget()

    def blocks(self, element: etree._Element, depth: int = 0) -> list[Block]:
        """The blocks inside an element, which is `depth` tables deep."""
        flow = _Flow()
        self._into(flow, element, depth)
        flow.end()
        return flow.blocks

    def _into(self, flow: _Flow, element: etree._Element, depth: int) -> None:
        flow.add(element.text, element)
        for one in element:
            name = str(one.tag).lower()
            if not _is_unread(one, name):
                self._element(flow, one, name, depth)
            flow.add(one.tail, one)

    def _element(self, flow: _Flow, element: etree._Element, name: str, depth: int) -> None:
        if name == "br":
            flow.break_line()
        elif name == "table":
            flow.end()
            flow.blocks += self._table(element, depth + 1)
        elif name in _SHIFTED:
            outer, flow.shift = flow.shift, _SHIFTED[name]
            self._into(flow, element, depth)
            flow.shift = outer
        elif name in _INLINE:
            self._into(flow, element, depth)
        else:
            flow.end()
            self._into(flow, element, depth)
            flow.end()

    def _table(self, table: etree._Element, depth: int) -> list[Block]:
        if depth > MAX_NESTED_TABLES:
            raise _too_deep()
        rows = [(row, self._row(row, depth)) for row in _rows(table)]
        place = f"{PLACE}, dòng {table.sourceline}"
        grid = spread([spans for _, spans in rows], self._budget, place)
        lines = [Line(slots, line=row.sourceline) for (row, _), slots in zip(rows, grid, strict=True)]
        captions = [block for one in table if one.tag == "caption" for block in self.blocks(one, depth)]
        return captions + arrange(simplify(lines))

    def _row(self, row: etree._Element, depth: int) -> list[Span]:
        return [
            Span(
                slot_of(self.blocks(cell, depth)),
                columns=min(max(whole(cell.get("colspan"), 1), 1), _MAX_COLSPAN),
                rows=whole(cell.get("rowspan"), 1) or len(row.getparent()),  # 0: to the group's end
            )
            for cell in row if cell.tag in ("td", "th") and not _is_unread(cell, cell.tag)
        ]


class _Flow:
    """Text as it runs on the page, cut into paragraphs where blocks begin and end."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.shift: dict[int, int] = {}
        self._parts: list[str] = []
        self._line: int | None = None

    def add(self, text: str | None, element: etree._Element) -> None:
        """Go on with a run of text that stands in or after `element`."""
        if not text:
            return
        if self._line is None and text.strip():
            self._line = element.sourceline
        self._parts.append(_BLANKS.sub(" ", text).translate(self.shift))

    def break_line(self) -> None:
        """Go on in a new line of the same paragraph."""
        self._parts.append("\n")

    def end(self) -> None:
        """End the paragraph."""
        text = clean("".join(self._parts))
        if text:
            self.blocks.append(Paragraph(text, line=self._line))
        self._parts, self._line = [], None


def _decoded(payload: bytes) -> str:
    """The page's characters: by its byte order mark, else by the encoding it names, else as UTF-8."""
    declared = _CHARSET.search(payload[:_HEAD_BYTES])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if payload.startswith(_BOMS) or not _ONE_BYTE.fullmatch(encoding):
        return decode_text(payload)
    try:
        return payload.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise Refused(
            PLACE,
            f"Trang web khai báo bảng mã {encoding} nhưng nội dung không theo bảng mã đó. "
            "Hãy lưu lại dưới dạng UTF-8 rồi nộp lại.",
            f"The page says its encoding is {encoding}, but its content is not. "
            "Save it as UTF-8 and submit it again.",
        ) from error


def _parsed(text: str) -> etree._Element:
    if "<!ENTITY" in text[:MAX_HTML_BYTES].upper():
        raise Refused(
            PLACE,
            "Trang web khai báo thực thể (ENTITY), điều không có trong trang bình thường, nên không được "
            "đọc. Hãy mở trang, in ra PDF rồi nộp lại.",
            "The page declares entities, which no ordinary page does, and is not read. "
            "Open it, print it to PDF and submit that.",
        )
    if text.count("<") > MAX_TAGS:
        raise _too_deep()
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return etree.Element("html")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise _too_deep()
    return root


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows a browser shows, in its order: head, bodies, foot; nested tables' rows are theirs."""
    parts = [one for one in table if one.tag in _ROW_GROUPS and not _is_unread(one, one.tag)]
    for part in sorted(parts, key=lambda one: _ROW_GROUPS[one.tag]):
        for row in [part] if part.tag == "tr" else part:
            if row.tag == "tr" and not _is_unread(row, "tr"):
                yield row


def _is_unread(element: etree._Element, name: str) -> bool:
    return (
        name in _UNREAD
        or "hidden" in element.attrib
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _too_deep() -> Refused:
    return Refused(
        PLACE,
        "Trang web có quá nhiều thẻ hoặc thẻ lồng nhau quá sâu nên không được đọc. "
        "Hãy mở trang, in ra PDF rồi nộp lại.",
        "The page has too many tags or nests them too deep and is not read. "
        "Open it, print it to PDF and submit that.",
    )

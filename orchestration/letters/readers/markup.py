"""XML of a stranger, parsed without entities, network or surprises in size.

Belongs here: the one parser for parts of Office files, and finding elements by local name (files in
transitional and in strict form differ in nothing but namespaces). Does not belong here: HTML, or
what elements mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from orchestration.readings import Refused

MAX_XML_BYTES: Final = 48 * 1024 * 1024
MAX_XML_TAGS: Final = 3_000_000  # start and end tags; a tree of so many takes about 200 MB


def parse_xml(content: bytes, place: str) -> etree._Element:
    """The root element; raises `Refused` for what is no XML, too much of it, or declares a DTD."""
    if len(content) > MAX_XML_BYTES or content.count(b"<") > MAX_XML_TAGS:
        raise Refused(
            place,
            f"Phần này của tệp lớn hơn mọi công văn ({len(content)} byte) nên không được đọc. "
            "Hãy chỉ giữ lại phần phụ lục rồi lưu thành tệp mới.",
            f"This part of the file is larger than any letter ({len(content)} bytes) and is not read. "
            "Keep only the annex and save it as a new file.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _entities(place) from error
        raise Refused(
            place,
            f"Phần này của tệp không phải XML hợp lệ ({error}). Hãy mở tệp bằng Word hoặc Excel, lưu lại "
            "rồi nộp lại.",
            f"This part of the file is not valid XML ({error}). Open the file in Word or Excel, save it "
            "again and submit it.",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities(place)
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name; None where the element or the attribute is missing."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """The children of the element along a path of local names; none where it is missing."""
    found = child(element, *path)
    return iter(found if found is not None else ())


def whole(text: str | None, default: int) -> int:
    """An attribute that counts something; `default` where it is missing or no count at all."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish is set: there, and not told "0", "false" or "off"."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _entities(place: str) -> Refused:
    return Refused(
        place,
        "Tệp khai báo DOCTYPE hoặc thực thể XML, điều không có trong tài liệu Office bình thường, nên "
        "không được đọc. Hãy lưu lại tài liệu bằng Word hoặc Excel.",
        "The file declares a DOCTYPE or XML entities, which no ordinary Office document does, and is "
        "not read. Save the document again with Word or Excel.",
    )

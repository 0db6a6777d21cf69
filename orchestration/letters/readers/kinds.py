"""What a file is, told by its bytes and never by its name.

Belongs here: magic numbers and the first words of markup. Does not belong here: reading, or
judging whether a file is sound (each reader does).
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["pdf", "docx", "xlsx", "html", "scan", "text"]

_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF87a", b"GIF89a",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER = (b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"%!PS")
_PDF_START_BYTES = 1024
_MARKUP = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|style|p|h[1-6])\b"
)


def kind_of(payload: bytes) -> Kind | None:
    """The kind of `payload`, or None when it is nothing that letters are read from.

    A zip file is told by the names of its parts, without unpacking; what begins like markup is HTML;
    anything else that is not a known binary is taken for text, which its reader must prove.
    """
    start = payload[:_PDF_START_BYTES]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "xlsx" if b"xl/workbook" in payload else "docx" if b"word/" in payload else None
    if start.startswith(_OLD_OFFICE):
        return "docx"  # its reader tells a password from an old format
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "scan"
    if start.startswith(_OTHER):
        return None
    return "html" if _MARKUP.match(start.replace(b"\x00", b"").removeprefix(b"\xff\xfe")) else "text"


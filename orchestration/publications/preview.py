"""A small picture of a PDF's first page, for a screen that lists what was made.

Belongs here: drawing it. Does not belong here: making the PDF (`pdf`).
"""

from __future__ import annotations

import base64
import io

import pypdfium2

WIDTH_PX = 420


def first_page_png(pdf: bytes) -> bytes:
    """The first page as a PNG of a few dozen kB, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=WIDTH_PX / page.get_width(), grayscale=True).to_pil()
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
    finally:
        document.close()


def as_markdown(png: bytes, name: str) -> str:
    """The picture inside markdown, without a file beside it."""
    return f"![{name}](data:image/png;base64,{base64.b64encode(png).decode()})"

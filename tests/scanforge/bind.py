"""Files of page pictures: PDF without a text layer, multi-page TIFF, single images.

Belongs here: containers. Does not belong here: the pictures' content.
"""

from __future__ import annotations

import io

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

A4_POINTS = (595.27, 841.89)


def to_pdf(pages: list[bytes], size: tuple[float, float] = A4_POINTS) -> bytes:
    """One full-page picture a page, JPEG kept as it is."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for page in pages:
        canvas.drawImage(ImageReader(io.BytesIO(page)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def to_tiff(pages: list[bytes], dpi: int) -> bytes:
    """A multi-page TIFF, as document scanners write."""
    first, *others = (Image.open(io.BytesIO(page)) for page in pages)
    out = io.BytesIO()
    first.save(
        out, "TIFF", save_all=True, append_images=others, dpi=(dpi, dpi), compression="tiff_lzw",
    )
    return out.getvalue()


def to_png(page: bytes, dpi: int | None = None) -> bytes:
    """One page as PNG, with or without a stated resolution."""
    out = io.BytesIO()
    Image.open(io.BytesIO(page)).save(out, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()

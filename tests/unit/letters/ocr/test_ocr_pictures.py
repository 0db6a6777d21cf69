"""Opening scans: what is taken, and what is refused before it costs anything."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.letters.ocr.pictures import MAX_PAGES, MAX_PIXELS, page_pictures
from orchestration.readings import Refused


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def page(width: int = 827, height: int = 1169, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), "white" if mode != "1" else 1)


def bomb_png(side: int = 60_000) -> bytes:
    """A few hundred bytes that say they are 3.6 billion pixels."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def bomb_pdf() -> bytes:
    """A page with one picture of more pixels than are taken, packed to a few kilobytes."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(page(9_000, 9_000, "L")), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


def pages_pdf(count: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for _ in range(count):
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages_tiff(count: int) -> bytes:
    first, *others = (page(80, 100) for _ in range(count))
    return encoded(first, "TIFF", save_all=True, append_images=others)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "png bomb": (bomb_png, "pixels"),
    "pdf with a bomb": (bomb_pdf, "pixels"),
    "too many pages, pdf": (lambda: pages_pdf(MAX_PAGES + 1), f"{MAX_PAGES + 1} pages"),
    "too many pages, tiff": (lambda: pages_tiff(MAX_PAGES + 1), f"more than {MAX_PAGES} pages"),
    "cut png": (lambda: encoded(page(), "PNG")[:200], "cannot be opened"),
    "cut jpeg": (lambda: encoded(Image.effect_noise((900, 900), 90), "JPEG")[:5000], "cannot be opened"),
    "cut pdf": (lambda: pages_pdf(1)[:120], "cannot be opened"),
    "no picture at all": (lambda: b"\xff\xd8\xff" + b"x" * 500, "damaged"),
    "gif": (lambda: encoded(page(80, 100), "GIF"), "of a kind that is not read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_one_sentence(name: str) -> None:
    make, said = REFUSED[name]
    payload = make()
    with pytest.raises(Refused) as caught:
        list(page_pictures(payload))
    assert said in caught.value.en
    assert caught.value.vi != caught.value.en
    assert len(caught.value.en) < 300


@pytest.mark.parametrize(
    ("payload", "dpi", "size"),
    [
        (encoded(page(827, 1169), "PNG"), 100, (827, 1169)),
        (encoded(page(1654, 2339), "PNG", dpi=(200, 200)), 200, (1654, 2339)),
        (encoded(page(1654, 2339), "PNG", dpi=(72, 72)), 200, (1654, 2339)),
        (encoded(page(4960, 7016, "L"), "JPEG", dpi=(600, 600)), 300, (2480, 3508)),
        (encoded(page(827, 1169, "1"), "TIFF"), 100, (827, 1169)),
    ],
    ids=["no dpi stated", "stated", "a dpi no page has", "finer than is of use", "black and white"],
)
def test_the_resolution_of_a_picture(payload: bytes, dpi: int, size: tuple[int, int]) -> None:
    (found,) = page_pictures(payload)
    assert abs(found.dpi - dpi) < 1
    assert found.rgb.shape == (size[1], size[0], 3)
    assert found.rgb.min() == 255


def test_what_is_transparent_is_paper() -> None:
    (found,) = page_pictures(encoded(Image.new("RGBA", (800, 1100), (0, 0, 0, 0)), "PNG"))
    assert found.rgb.min() == 255


def test_a_scanned_pdf_is_drawn_at_the_resolution_of_its_scan() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.27, 841.89))
    canvas.drawImage(ImageReader(page(1240, 1754, "L")), 0, 0, 595.27, 841.89)
    canvas.save()
    (found,) = page_pictures(out.getvalue())
    assert abs(found.dpi - 150) < 1
    assert np.abs(np.array(found.rgb.shape[:2]) - (1754, 1240)).max() <= 1


def test_the_largest_page_taken_is_a4_at_600_dpi() -> None:
    assert 4960 * 7016 <= MAX_PIXELS < 60_000**2

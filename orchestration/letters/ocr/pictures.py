"""From the bytes of a scan to the pictures of its pages, within limits checked before decoding.

Belongs here: opening PDF, PNG, JPEG and TIFF, choosing the resolution, refusing what is too large.
Does not belong here: looking at what the picture shows. The same bytes always give the same pictures,
pixel for pixel, so that a cell's box still fits when a review sheet is drawn later.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from orchestration.readings import Refused

Rgb = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels; right and bottom excluded

MAX_PAGES = 40
MAX_PIXELS = 40_000_000  # A4 at 600 dpi is 35 million
MAX_PAGE_OBJECTS = 20_000
FULL_DPI = 300  # digits gain nothing beyond it
LOW_DPI = 140
A4_LONG_SIDE_INCHES = 297 / 25.4
IMAGE_FORMATS = ("PNG", "JPEG", "TIFF")
PDF_START_BYTES = 1024


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as seen: RGB, height × width × 3, and its resolution in dots per inch."""

    number: int  # 1-based
    rgb: Rgb
    dpi: float


def page_pictures(payload: bytes) -> Iterator[PagePicture]:
    """The pages of a scanned PDF or an image file, one decoded at a time.

    Raises `Refused` for what cannot be opened, is encrypted, or is beyond the limits above.
    """
    if b"%PDF-" in payload[:PDF_START_BYTES]:
        return _pdf_pages(payload)
    return _image_pages(payload)


def _pdf_pages(payload: bytes) -> Iterator[PagePicture]:
    document = _open_pdf(payload)
    try:
        if not 1 <= len(document) <= MAX_PAGES:
            raise _page_count(str(len(document)), str(len(document)))
        for index in range(len(document)):
            yield _render(document, index)
    finally:
        document.close()


def _open_pdf(payload: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(payload)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(
                "tệp",
                "PDF có mật khẩu; hãy bỏ mật khẩu rồi nộp lại.",
                "The PDF is protected by a password; remove it and hand the file in again.",
            ) from error
        raise _unreadable("PDF", error) from error


def _render(document: pdfium.PdfDocument, index: int) -> PagePicture:
    try:
        page = document[index]
        dpi = _scan_dpi(page, index + 1)
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    except pdfium.PdfiumError as error:
        raise _unreadable(f"trang {index + 1}", error) from error
    pixels = bitmap.to_numpy()
    rgb = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels[..., :3]
    picture = PagePicture(index + 1, np.ascontiguousarray(rgb), dpi)
    bitmap.close()
    page.close()
    return picture


def _scan_dpi(page: pdfium.PdfPage, number: int) -> float:
    """The resolution of the scan that fills the page, at most `FULL_DPI`; `FULL_DPI` for drawings."""
    width_in, height_in = (side / 72 for side in page.get_size())
    dpi = float(FULL_DPI)
    images = _image_sizes(page, number)
    if len(images) == 1:
        dpi = min(dpi, images[0][0] / width_in, images[0][1] / height_in)
    ceiling = (MAX_PIXELS / (width_in * height_in)) ** 0.5
    return max(min(dpi, ceiling), 1.0)


def _image_sizes(page: pdfium.PdfPage, number: int) -> list[tuple[int, int]]:
    """Width and height in pixels of each picture on the page, asked of its header, not decoded."""
    objects = list(islice(page.get_objects(), MAX_PAGE_OBJECTS + 1))
    if len(objects) > MAX_PAGE_OBJECTS:
        raise Refused(
            f"trang {number}",
            f"Trang có quá {MAX_PAGE_OBJECTS:,} đối tượng; hãy in ra rồi quét lại.",
            f"The page has more than {MAX_PAGE_OBJECTS:,} objects; print it and scan it again.",
        )
    found = [item.get_px_size() for item in objects if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    for width, height in found:
        _check_pixels(width, height, number)
    return found


def _image_pages(payload: bytes) -> Iterator[PagePicture]:
    with _open_image(payload) as image:
        if _has_page(image, MAX_PAGES):
            raise _page_count(f"hơn {MAX_PAGES}", f"more than {MAX_PAGES}")
        index = 0
        while _has_page(image, index):
            yield _decode(image, index + 1)
            index += 1


def _has_page(image: Image.Image, index: int) -> bool:
    """Turn to a page, 0-based; False when there are not so many."""
    try:
        image.seek(index)
    except EOFError:
        return False
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(f"trang {index + 1}", error) from error
    return True


def _open_image(payload: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # pillow's own limit is above ours, which `_decode` applies before a pixel is decoded
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(payload), formats=IMAGE_FORMATS)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels("trang 1", f"hơn {MAX_PIXELS}", f"more than {MAX_PIXELS}") from error
        except UnidentifiedImageError as error:
            raise _unknown_picture() from error
        except (OSError, SyntaxError, ValueError) as error:
            raise _unreadable("tệp", error) from error


def _decode(image: Image.Image, number: int) -> PagePicture:
    _check_pixels(image.width, image.height, number)
    dpi = _stated_dpi(image) or max(image.size) / A4_LONG_SIDE_INCHES
    try:
        rgb = _on_white(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unreadable(f"trang {number}", error) from error
    if dpi > FULL_DPI:
        share = FULL_DPI / dpi
        size = (max(round(rgb.width * share), 1), max(round(rgb.height * share), 1))
        rgb, dpi = rgb.resize(size, Image.Resampling.BOX), float(FULL_DPI)
    return PagePicture(number, np.asarray(rgb), dpi)


def _stated_dpi(image: Image.Image) -> float | None:
    """The resolution the file states, when it makes a page between A5 and A3; else None."""
    stated = image.info.get("dpi")
    if not stated or not float(stated[0]) > 0:
        return None
    long_side = max(image.size) / float(stated[0])
    return float(stated[0]) if 8 <= long_side <= 17 else None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        cut_out = image.convert("RGBA")
        paper = Image.new("RGBA", cut_out.size, "white")
        return Image.alpha_composite(paper, cut_out).convert("RGB")
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def _check_pixels(width: int, height: int, number: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(f"trang {number}", f"{width} × {height}", f"{width} × {height}")


def _too_many_pixels(place: str, vi: str, en: str) -> Refused:
    return Refused(
        place,
        f"Ảnh có {vi} điểm ảnh, quá giới hạn {MAX_PIXELS}; hãy quét lại ở 200-300 dpi.",
        f"The picture has {en} pixels, above the limit of {MAX_PIXELS}; scan it again at 200-300 dpi.",
    )


def _page_count(vi: str, en: str) -> Refused:
    return Refused(
        "tệp",
        f"Bản quét có {vi} trang; chỉ nhận từ 1 đến {MAX_PAGES} trang. Hãy nộp riêng công văn và phụ lục.",
        f"The scan has {en} pages; 1 to {MAX_PAGES} are taken. Hand in the letter and its annex alone.",
    )


def _unknown_picture() -> Refused:
    return Refused(
        "tệp",
        "Ảnh bị hỏng hoặc thuộc loại không đọc được; hãy quét lại thành PDF, PNG, JPEG hoặc TIFF rồi nộp"
        " lại.",
        "The picture is damaged or of a kind that is not read; scan it as PDF, PNG, JPEG or TIFF and submit"
        " it again.",
    )


def _unreadable(place: str, error: Exception) -> Refused:
    return Refused(
        place,
        f"Không mở được ảnh hoặc PDF ({error}); tệp có thể hỏng hoặc bị cắt. Hãy xin lại bản khác.",
        f"The picture or PDF cannot be opened ({error}); it may be damaged or cut short. Ask for another"
        " copy.",
    )

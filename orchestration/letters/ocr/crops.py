"""Pictures for people: a doubtful cell cut out of its page, a page small enough for a browser.

Belongs here: cutting, enlarging, encoding. Does not belong here: what is shown beside them.
"""

from __future__ import annotations

import io

from PIL import Image

from orchestration.letters.ocr.pictures import Box, PagePicture

AROUND_SHARE = 0.35  # of the cell's height: what stands beside it helps to judge it
CROP_HEIGHT_PX = 72
MAX_CROP_WIDTH_PX = 620
PAGE_WIDTH_PX = 1100
JPEG_QUALITY = 70


def crop(page: PagePicture, box: Box) -> Image.Image:
    """The cell at `box` of a page and a little around it, about 72 pixels high."""
    height, width = page.rgb.shape[:2]
    left, top, right, bottom = box
    around = round((bottom - top) * AROUND_SHARE)
    rows = slice(max(top - around, 0), min(bottom + around, height))
    columns = slice(max(left - around, 0), min(right + around, width))
    cell = Image.fromarray(page.rgb[rows, columns])
    share = min(CROP_HEIGHT_PX / cell.height, MAX_CROP_WIDTH_PX / cell.width)
    return cell.resize((max(round(cell.width * share), 1), max(round(cell.height * share), 1)))


def page_jpeg(page: PagePicture) -> bytes:
    """The page as JPEG, no wider than a browser's half."""
    whole = Image.fromarray(page.rgb)
    share = min(PAGE_WIDTH_PX / whole.width, 1.0)
    size = (round(whole.width * share), max(round(whole.height * share), 1))
    out = io.BytesIO()
    whole.resize(size).save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def png(picture: Image.Image) -> io.BytesIO:
    """A picture as a PNG file in memory."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out

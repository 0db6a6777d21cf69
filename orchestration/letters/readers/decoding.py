"""Bytes of a text file → its characters, NFC, with line ends made one.

Belongs here: byte order marks, UTF-8, UTF-16 and UTF-32, and the one-byte files of legacy
Vietnamese fonts. Does not belong here: what the text is (`kinds`) or says (`text`).
"""

from __future__ import annotations

import codecs
import unicodedata

from orchestration.letters.readers.legacy_fonts import legacy_of
from orchestration.readings import Refused

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 8192
_ALLOWED_CONTROLS = frozenset("\t\n\f")


def decode_text(payload: bytes) -> str:
    """The text of `payload` in NFC, with "\\n" line ends.

    Text in a legacy one-byte font keeps its codes as the characters they are in Latin-1. Raises
    `Refused` for bytes that are no text: cut inside a character, binary, of unknown encoding.
    """
    text = _characters(payload).replace("\r\n", "\n").replace("\r", "\n")
    control = next((sign for sign in text if ord(sign) < 32 and sign not in _ALLOWED_CONTROLS), None)
    if control is not None:
        raise _not_text(f"ký tự {text.index(control)}")
    return unicodedata.normalize("NFC", text)


def _characters(payload: bytes) -> str:
    for mark, encoding in _MARKS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark):], encoding)
    encoding = _unmarked_utf16(payload[:_SAMPLE_BYTES]) or "utf-8"
    try:
        return _decoded(payload, encoding)
    except Refused:
        text = payload.decode("latin-1")
        if legacy_of(text) is None:
            raise
        return text


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 without its mark shows in the zero halves of its ASCII characters."""
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and zeros[1] > half * 0.3 and zeros[0] == 0:
        return "utf-16-le"
    if half and zeros[0] > half * 0.3 and zeros[1] == 0:
        return "utf-16-be"
    return None


def _decoded(payload: bytes, encoding: str) -> str:
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(f"byte {error.start}") from error


def _not_text(place: str) -> Refused:
    return Refused(
        place,
        "Tệp không phải văn bản đọc được: có thể bị cắt cụt, hỏng hoặc dùng bảng mã lạ."
        " Hãy lưu lại dưới dạng UTF-8 rồi nộp lại.",
        "The file is no readable text: it may be cut off, damaged or in an unknown encoding."
        " Save it as UTF-8 and submit it again.",
    )

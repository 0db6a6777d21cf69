"""Vietnamese of before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times) letters turned into Unicode.

Belongs here: the two tables, telling whether a text is in one of them, and the conversion. Does
not belong here: byte encodings (`decoding`): by the time a text comes here it has characters.

Tables: TCVN 5712:1993, VN3; VNI for Windows, where a vowel's marks are a character of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from orchestration.letters.readers.limits import warning

Legacy = Literal["TCVN3", "VNI"]

# one row a vowel, its tones in the order grave, hook, tilde, acute, dot below
_UNICODE = (
    "àảãáạ", "ằẳẵắặ", "ầẩẫấậ", "èẻẽéẹ", "ềểễếệ", "òỏõóọ",
    "ồổỗốộ", "ờởỡớợ", "ùủũúụ", "ừửữứự", "ỳỷỹýỵ", "ìỉĩíị",
)
_TCVN3_CODES = (
    "µ¶·¸¹", "»¼½¾Æ", "ÇÈÉÊË", "ÌÎÏÐÑ", "ÒÓÔÕÖ", "ßáâãä",
    "åæçèé", "êëìíî", "ïñòóô", "õö÷øù", "úûüýþ", "×ØÜÝÞ",
)
_TCVN3_PLAIN = ("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ")
_VNI_STEMS = ("a", "a", "a", "e", "e", "o", "o", "ô", "u", "ö", "y", "")
_VNI_MARKS = (
    "øûõùï", "èúüéë", "àåãáä", "øûõùï", "àåãáä", "øûõùï",
    "àåãáä", "øûõùï", "øûõùï", "øûõùï", "øûõù", "ìæóíò",
)
_VNI_PLAIN = {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô", "ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ"}
_COMMON = frozenset((
    "và", "của", "các", "ngày", "tháng", "năm", "số", "tỉnh", "về", "được", "đơn", "vị", "kết", "quả",
    "đánh", "giá", "thực", "hiện", "giải", "quyết", "mức", "độ", "hài", "lòng", "tiến", "hồ", "sơ",
    "dịch", "vụ", "trực", "tuyến", "huyện", "sở", "công",
))
_MIN_HITS = 3
_WORD = re.compile(r"[^\W\d_]+")


def legacy_of(text: str) -> Legacy | None:
    """What `text` is written in, when that is not Unicode.

    A text is in a legacy font only when converting it makes at least three more of Vietnamese's
    commonest accented words appear: text in Unicode already, or in another language, is in none.
    """
    now = _hits(text)
    best = max(_CONVERSIONS, key=lambda legacy: _hits(_CONVERSIONS[legacy](text)))
    return best if _hits(_CONVERSIONS[best](text)) >= now + _MIN_HITS else None


def from_legacy(text: str, legacy: Legacy) -> str:
    """`text` as it looks in its legacy font, in Unicode."""
    return _CONVERSIONS[legacy](text)


def legacy_warning(legacy: Legacy) -> str:
    """What a converted letter says of itself, in both languages."""
    return warning(
        f"Văn bản dùng bảng mã cũ {legacy}, đã chuyển sang Unicode.",
        f"The text is in the legacy encoding {legacy}; converted to Unicode.",
    )


def _hits(text: str) -> int:
    return len(_COMMON.intersection(word.lower() for word in _WORD.findall(text)))


def _from_tcvn3(text: str) -> str:
    return _TCVN3_WORD.sub(_converted_word, text)


def _converted_word(match: re.Match[str]) -> str:
    """TCVN3 has no accented capitals: capital fonts draw the small codes large."""
    word = match.group()
    letters = [letter for letter in word if letter.isascii()]
    converted = word.translate(_TCVN3)
    return converted.upper() if letters and all(map(str.isupper, letters)) else converted


def _from_vni(text: str) -> str:
    return _VNI_CODE.sub(lambda match: _VNI[match.group()], text)


def _tcvn3_table() -> dict[int, str]:
    toned = zip("".join(_TCVN3_CODES), "".join(_UNICODE), strict=True)
    return str.maketrans(dict(toned) | dict(zip(*_TCVN3_PLAIN, strict=True)))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_PLAIN)
    for stem, marks, letters in zip(_VNI_STEMS, _VNI_MARKS, _UNICODE, strict=True):
        table |= {stem + mark: letter for mark, letter in zip(marks, letters, strict=False)}
    return table | {code.upper(): letter.upper() for code, letter in table.items()}


_TCVN3 = _tcvn3_table()
_TCVN3_WORD = re.compile("[A-Za-z" + re.escape("".join(map(chr, _TCVN3))) + "]+")
_VNI = _vni_table()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_CONVERSIONS: dict[Legacy, Callable[[str], str]] = {"TCVN3": _from_tcvn3, "VNI": _from_vni}

"""Whether everything that reading pictures needs is on this machine, and what to install when not.

Belongs here: looking, without importing anything heavy. Does not belong here: using it (`engine`).
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from orchestration.readings import Refused

LANGUAGES = ("vie", "eng")
MODULES = {"cv2": "opencv-python-headless", "tesserocr": "tesserocr"}
DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def language_data() -> Path:
    """The folder that holds Tesseract's data for Vietnamese and English.

    Looks in TESSDATA_PREFIX first. Raises `Refused`, naming what to install, when a package or a
    language is missing.
    """
    missing = [package for module, package in MODULES.items() if find_spec(module) is None]
    folder = next((folder for folder in _folders() if _holds_languages(folder)), None)
    if folder is None:
        missing += [f"tesseract-ocr-{language}" for language in LANGUAGES]
    if missing or folder is None:
        raise _nothing_to_read_with(missing)
    return folder


def _folders() -> list[Path]:
    own = os.environ.get("TESSDATA_PREFIX")
    return [Path(folder) for folder in ((own, *DATA_FOLDERS) if own else DATA_FOLDERS)]


def _holds_languages(folder: Path) -> bool:
    return all((folder / f"{language}.traineddata").is_file() for language in LANGUAGES)


def _nothing_to_read_with(missing: list[str]) -> Refused:
    names = ", ".join(missing)
    return Refused(
        "tệp",
        f"Đây là bản quét hoặc ảnh, nhưng máy này chưa có công cụ nhận dạng chữ ({names}). Hãy chạy"
        " «make ocr» (hoặc cài phần bổ sung chiso766[ocr] và hai gói Debian tesseract-ocr-vie,"
        " tesseract-ocr-eng) rồi nộp lại.",
        f"This is a scan or a picture, and this machine has nothing to read it with ({names}). Run"
        " `make ocr` (or install the extra chiso766[ocr] and the Debian packages tesseract-ocr-vie and"
        " tesseract-ocr-eng) and submit it again.",
    )

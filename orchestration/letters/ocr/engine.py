"""Tesseract, held open for one letter: a picture in, its text out.

Belongs here: the one place that talks to tesserocr. Does not belong here: preparing pictures
(`cleaning`) or judging texts (`vote`).
"""

from __future__ import annotations

import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.installed import language_data
from orchestration.letters.ocr.pictures import Box
from orchestration.letters.ocr.rules import WORK_DPI
from orchestration.readings import Refused

PAGE_SECONDS = 30
TURN_DPI = 150
MIN_TURN_CONFIDENCE = 2.0
FIGURES = "0123456789,.%-"
FIGURES_AND_SIGNS = f"{FIGURES}/()"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its box in the picture it was read from, and Tesseract's confidence (0-100)."""

    text: str
    box: Box
    confidence: float


class Engine:
    """One Tesseract for words (Vietnamese), one for figures, one for which way a page stands.

    Not for use by two threads at once.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        folder = language_data()
        self._words = self._load(folder, "vie")
        self._figures = self._load(folder, "eng")
        self._turns = self._load(folder, "osd") if (folder / "osd.traineddata").is_file() else None

    def _load(self, folder: Path, language: str) -> PyTessBaseAPI:
        mode = OEM.DEFAULT if language == "osd" else OEM.LSTM_ONLY
        return self._open.enter_context(PyTessBaseAPI(path=f"{folder}/", lang=language, oem=mode))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def turn_deg(self, page: Grey, dpi: float) -> int:
        """How far a page must be turned anticlockwise for its letters to stand: 0, 90, 180 or 270.

        0 also when that cannot be told: too few letters, or no data for it (Debian: tesseract-ocr-osd).
        """
        if self._turns is None:
            return 0
        share = min(TURN_DPI / dpi, 1.0)
        _show(self._turns, cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
        seen = self._turns.DetectOrientationScript()
        if not seen or seen["orient_conf"] < MIN_TURN_CONFIDENCE:
            return 0
        return int(seen["orient_deg"])

    def words(self, picture: Grey, *, one_line: bool = False) -> str:
        """The Vietnamese text of a small picture, NFC, lines joined by a blank."""
        return _read(self._words, picture, PSM.SINGLE_LINE if one_line else PSM.SINGLE_BLOCK)

    def figures(self, picture: Grey, *, signs: bool = False, one_line: bool = True) -> str:
        """The text of a picture in which only figures can stand; `signs` adds / ( )."""
        self._figures.SetVariable("tessedit_char_whitelist", FIGURES_AND_SIGNS if signs else FIGURES)
        read = _read(self._figures, picture, PSM.SINGLE_LINE if one_line else PSM.SINGLE_BLOCK)
        return read.replace(" ", "")

    def lines(self, page: Grey, place: str) -> list[list[Word]]:
        """The words of a whole page, line by line from the top.

        Raises `Refused` at `place` when the page takes longer than `PAGE_SECONDS`.
        """
        self._words.SetPageSegMode(PSM.SINGLE_COLUMN)
        _show(self._words, page)
        if not self._words.Recognize(PAGE_SECONDS * 1000):
            raise Refused(
                place,
                f"Nhận dạng chữ trên trang này quá {PAGE_SECONDS} giây: hãy quét lại rõ hơn, chỉ gồm công văn"
                " và phụ lục.",
                f"Reading this page takes more than {PAGE_SECONDS} seconds: scan it again more clearly, the"
                " letter and its annex alone.",
            )
        return self._recognised_lines()

    def _recognised_lines(self) -> list[list[Word]]:
        lines: list[list[Word]] = []
        for item in iterate_level(self._words.GetIterator(), RIL.WORD):
            if item.Empty(RIL.WORD):
                continue
            if item.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
                lines.append([])
            text = unicodedata.normalize("NFC", item.GetUTF8Text(RIL.WORD)).strip()
            if text:
                lines[-1].append(Word(text, item.BoundingBox(RIL.WORD), item.Confidence(RIL.WORD)))
        return [line for line in lines if line]


def _read(api: PyTessBaseAPI, picture: Grey, mode: int) -> str:
    api.SetPageSegMode(mode)
    _show(api, picture)
    return " ".join(unicodedata.normalize("NFC", api.GetUTF8Text()).split())


def _show(api: PyTessBaseAPI, picture: Grey) -> None:
    whole = np.ascontiguousarray(picture)
    height, width = whole.shape
    api.SetImageBytes(whole.tobytes(), width, height, 1, width)
    api.SetSourceResolution(WORK_DPI)

"""Tesseract, held open for one letter: a picture in, its text out.

Belongs here: the one place that talks to tesserocr. Does not belong here: preparing pictures
(`cleaning`) or judging texts (`vote`).
"""

from __future__ import annotations

import time
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

PAGE_SECONDS = 30  # of the processor: how busy the machine is must not decide what can be read
MAX_PATIENCE = 10  # times as long by the clock
TURN_DPI = 150
TURN_SECONDS = 3
MIN_TURN_WORDS = 5
MIN_TURN_CONFIDENCE = 58  # measured: 65 to 94 the right way up, at most 49 any other
FIGURES = "0123456789,.%-"
FIGURES_AND_SIGNS = f"{FIGURES}/()"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its box in the picture it was read from, and Tesseract's confidence (0-100)."""

    text: str
    box: Box
    confidence: float


class Engine:
    """One Tesseract for words (Vietnamese), one for figures.

    Not for use by two threads at once.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._started = time.perf_counter(), time.process_time()
        folder = language_data()
        self._words = self._load(folder, "vie")
        self._figures = self._load(folder, "eng")

    def _load(self, folder: Path, language: str) -> PyTessBaseAPI:
        return self._open.enter_context(PyTessBaseAPI(path=f"{folder}/", lang=language, oem=OEM.LSTM_ONLY))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def turn_deg(self, page: Grey, dpi: float) -> int:
        """How far a page must be turned anticlockwise for its letters to stand: 0, 90, 180 or 270.

        Told by which way its words read best, on the middle of the page, else on the whole of it. 0
        also when that cannot be told: too few words stand out any way.
        """
        share = min(TURN_DPI / dpi, 1.0)
        small = cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8)
        third = (small.shape[0] // 3, small.shape[1] // 3)
        middle = small[third[0]:small.shape[0] - third[0], third[1] // 2:small.shape[1] - third[1] // 2]
        for part in (middle, small):
            for turn in (0, 180, 90, 270):
                if self._reads_well(np.rot90(part, turn // 90)):
                    return turn
        return 0

    def _reads_well(self, picture: Grey) -> bool:
        """Whether a picture at `TURN_DPI` shows words that read surely; upside down, none does."""
        self._words.SetPageSegMode(PSM.SPARSE_TEXT)
        _show(self._words, picture)
        self._words.SetSourceResolution(TURN_DPI)
        self._words.Recognize(self._milliseconds(TURN_SECONDS))
        sure = self._words.AllWordConfidences()
        return len(sure) >= MIN_TURN_WORDS and sum(sure) >= MIN_TURN_CONFIDENCE * len(sure)

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
        if not self._words.Recognize(self._milliseconds(PAGE_SECONDS)):
            raise Refused(
                place,
                f"Nhận dạng chữ trên trang này quá {PAGE_SECONDS} giây: hãy quét lại rõ hơn, chỉ gồm công văn"
                " và phụ lục.",
                f"Reading this page takes more than {PAGE_SECONDS} seconds: scan it again more clearly, the"
                " letter and its annex alone.",
            )
        return self._recognised_lines()

    def _milliseconds(self, seconds: int) -> int:
        """By the clock, what `seconds` of the processor take at the share of it this process has had."""
        by_clock, used = (
            now - then for now, then in zip((time.perf_counter(), time.process_time()), self._started, strict=True)
        )
        return round(seconds * 1000 * min(max(by_clock / max(used, 0.01), 1), MAX_PATIENCE))

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

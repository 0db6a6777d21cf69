"""A scanned letter's doubts, put before a person and taken back confirmed.

Belongs here: the two ways, out (a sheet to fill in and a page to look at) and back (what was
confirmed, and the letter then). Does not belong here: reading pictures (`letters.ocr`), what is in
doubt (`ocr.doubt`), or who may confirm and where the sheet is kept (`orchestration.reviewing`).

A letter is confirmed whole or not at all: half a letter would pass for a letter with gaps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PIL import Image

from orchestration.landing.durable import write_durably
from orchestration.landing.records import Record
from orchestration.letters.blocks import Letter
from orchestration.letters.ocr.crops import crop, page_jpeg
from orchestration.letters.ocr.doubt import CellPlace, Doubt, doubtful_cells, with_confirmed
from orchestration.letters.ocr.layout import Limit
from orchestration.letters.ocr.pictures import page_pictures
from orchestration.letters.ocr.review_sheet import (
    PLACE,
    Confirmation,
    FilledSheet,
    filled_in,
    read_sheet,
    readings_shown,
    sheet_bytes,
)
from orchestration.letters.ocr.review_view import PageView, page_html
from orchestration.letters.ocr.vote import as_written, could_stand
from orchestration.letters.reading import readings_of
from orchestration.readings import Note, Reading, Refused

SHEET_NAME, VIEW_NAME = "review.xlsx", "review.html"
SHOWN_PLACES = 5


def write_review(letter: Letter, payload: bytes, folder: Path, name: str) -> Path:
    """Write `review.xlsx` and `review.html` for the doubtful cells of `letter`; returns the sheet.

    `payload` is what `letter` was read from: it is drawn again here, in this process, which a child
    with limits has already done. A sheet of the same reading stays as it is, since somebody may be
    filling it in; one of another reading is kept beside the new one.
    """
    sheet, view = folder / SHEET_NAME, folder / VIEW_NAME
    sha256 = hashlib.sha256(payload).hexdigest()
    if sheet.exists() and view.exists() and _is_of(sheet, letter, sha256):
        return sheet
    doubts = doubtful_cells(letter)
    pictures, pages = _pictures(doubts, payload)
    _set_aside(sheet)
    write_durably(view, page_html(letter, doubts, pages, f"Rà soát / Review: {name}").encode())
    write_durably(sheet, sheet_bytes(letter, pictures, sha256, name))
    return sheet


def confirmed_letter(filled: FilledSheet) -> Letter:
    """The letter of a filled sheet, every doubtful cell as confirmed.

    Raises `Refused` when a cell is still open, when a row is not that of its cell, or when a value
    cannot stand in its column.
    """
    doubts = {doubt.place: doubt for doubt in doubtful_cells(filled.letter)}
    confirmed = filled_in(filled.confirmations)
    open_places = [place for place in doubts if place not in confirmed]
    if open_places:
        raise _still_open(open_places)
    return with_confirmed(
        filled.letter, {place: _checked(doubts.get(place), said) for place, said in confirmed.items()}
    )


def read_reviewed_letter(record: Record, review: Record, sheet: bytes) -> list[Reading]:
    """The readings of the letter landed as `record`, as confirmed in `sheet`, landed as `review`.

    They count as observed when the confirmation came: before it, nobody knew these values.
    """
    readings = readings_of(confirmed_letter(read_sheet(sheet)), record)
    who, when = review.reviewer or "", review.observed_at
    return [
        replace(
            reading, observed_at=when, observed_after=None, confirmed_by=who, confirmed_at=when,
            record_ids=(review.record_id, record.record_id), notes=[_by_whom(who, when), *reading.notes],
        )
        for reading in readings
    ]


def _is_of(sheet: Path, letter: Letter, sha256: str) -> bool:
    try:
        filled = read_sheet(sheet.read_bytes())
    except Refused:
        return False
    return filled.sha256 == sha256 and filled.letter == letter


def _set_aside(sheet: Path) -> None:
    """Keep a sheet of an earlier reading: what was typed into it still helps."""
    if sheet.exists():
        changed_at = datetime.fromtimestamp(sheet.stat().st_mtime).astimezone()
        sheet.rename(sheet.with_name(f"review-{changed_at:%Y%m%d-%H%M%S}.xlsx"))


def _pictures(
    doubts: Sequence[Doubt], payload: bytes,
) -> tuple[dict[CellPlace, Image.Image], list[PageView]]:
    """The crop of every doubtful cell, and the view of every page that has one."""
    crops: dict[CellPlace, Image.Image] = {}
    views = []
    numbers = {doubt.page for doubt in doubts}
    for page in page_pictures(payload):
        if page.number not in numbers:
            continue
        views.append(PageView(page.number, page_jpeg(page), page.rgb.shape[1], page.rgb.shape[0]))
        crops |= {
            doubt.place: crop(page, doubt.cell.box)
            for doubt in doubts if doubt.page == page.number and doubt.cell.box
        }
    return crops, views


def _checked(doubt: Doubt | None, said: Confirmation) -> str:
    """The confirmed text, once it is known to be of this cell and fit for its column."""
    if doubt is None or readings_shown(doubt) != (said.read, said.others):
        raise Refused(
            f"{PLACE}, ô {said.place}",
            "Dòng này không khớp với ô của nó: các dòng đã bị đổi chỗ hoặc sửa. Hãy dùng lại phiếu gốc.",
            "This row does not belong to its cell: rows were moved or changed. Use the sheet as it was made.",
        )
    text = as_written(said.text, doubt.limit)
    readings = (doubt.cell.text, *doubt.cell.alternatives)
    is_figure = not doubt.is_line and any(could_stand(reading, Limit()) for reading in readings)
    if is_figure and text and text not in readings and not could_stand(text, doubt.limit):
        raise _not_a_figure(said, doubt)
    return text


def _by_whom(who: str, when: datetime) -> Note:
    return Note(
        "confirmed_by_person", "info",
        f"{who} đã xác nhận các ô chưa chắc của bản quét, lúc {when:%H:%M %d/%m/%Y} (UTC).",
        f"{who} confirmed the doubtful cells of the scan on {when:%Y-%m-%d %H:%M} UTC.",
    )


def _still_open(places: Sequence[CellPlace]) -> Refused:
    shown = ", ".join(map(str, places[:SHOWN_PLACES])) + (" …" if len(places) > SHOWN_PLACES else "")
    return Refused(
        PLACE,
        f"Còn {len(places)} ô chưa điền ở cột «Đúng là» ({shown}); hãy điền hết rồi nộp lại, chưa ô nào được"
        " nạp.",
        f"{len(places)} cells are still open in the column «Đúng là» ({shown}); fill in all of them and hand"
        " the sheet in again. Nothing was loaded.",
    )


def _not_a_figure(said: Confirmation, doubt: Doubt) -> Refused:
    most = "" if doubt.limit.most is None else f" ≤ {doubt.limit.most}"
    return Refused(
        f"{PLACE}, ô {said.place}",
        f"Giá trị «{said.text}» không phải một số hợp lệ của cột này (số{most}, dấu phẩy thập phân, hoặc «-»,"
        " «trống»); hãy xem lại ảnh và sửa.",
        f"The value «{said.text}» is no figure this column can have (a number{most} with a decimal comma, «-»"
        " or «trống»); look at the picture again and correct it.",
    )

"""The review sheet: one row a doubtful cell, with its picture, for a person to fill in; and back.

A hidden second sheet holds the whole letter as it was read. So a filled sheet is complete in itself:
what a person once confirmed loads for ever, whatever a later reader would make of the picture.

Belongs here: the workbook's layout, and reading what a person wrote into it. Does not belong here:
which cells are doubtful (`doubt`), and what becomes of the confirmed ones (`letters.review`).
"""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from pydantic import TypeAdapter

from orchestration.letters.blocks import Letter
from orchestration.letters.ocr.crops import png
from orchestration.letters.ocr.doubt import CellPlace, Doubt, doubtful_cells
from orchestration.letters.readers.package import Package
from orchestration.readings import Refused

PLACE: Final = "phiếu rà soát"
MAX_ROWS: Final = 10_000
MAX_TEXT: Final = 2_000
TITLE: Final = "PHIẾU RÀ SOÁT Ô CHƯA CHẮC CHẮN / REVIEW OF DOUBTFUL CELLS"
GUIDE: Final = (
    "Mỗi dòng là một ô máy đọc chưa chắc. Xem ảnh, rồi gõ đúng như bản gốc vào cột «Đúng là» (ví dụ 94,22);"
    " ô gốc để trống thì gõ «trống». Điền hết các dòng, lưu lại, rồi chạy «chiso766 review apply TỆP --by TÊN»:"
    " còn một dòng chưa điền thì cả văn bản chưa được nạp.",
    "Each row is a cell that was not read for certain. Look at the picture and type what the original says"
    " into «Đúng là» (such as 94,22; «trống» for a blank cell). Fill in every row, save, and run"
    " `chiso766 review apply FILE --by NAME`: as long as one row is open, nothing of the letter is loaded.",
)
DOCUMENT_AT, NAME_AT = "C4", "C5"
LABELS: Final = {"A4": "Văn bản (sha256) / Document", "A5": "Tên tệp / File"}
READING_SHEET: Final = "Bản đọc"
HEADING_ROW: Final = 7
HEADINGS: Final = (
    "Mã ô / Cell", "Trang / Page", "Đơn vị / Unit", "Chỉ tiêu / Heading", "Ảnh / Picture", "Đúng là / Correct",
    "Máy đọc / Read", "Cách đọc khác / Other readings", "Lý do / Reason",
)
WIDTHS: Final = (9, 8, 32, 32, 60, 22, 16, 24, 30)
PICTURE_COLUMN, CONFIRMED_COLUMN, READ_COLUMN, OTHERS_COLUMN, REASON_COLUMN = 5, 6, 7, 8, 9
BETWEEN: Final = " | "
BLANK_WORDS: Final = frozenset({"trống", "(trống)", "«trống»", "blank"})
DIFFER: Final = "Các cách đọc khác nhau / readings differ"
RULE: Final = "Trái quy tắc hoặc có nét lạ trong ô / breaks a rule, or other ink in the cell"
LINE: Final = "Dòng chữ có số chưa chắc / digits of a line in doubt"
_LETTER: Final = TypeAdapter(Letter)
_OPEN: Final = PatternFill("solid", fgColor="FFF2CC")
_HEAD: Final = PatternFill("solid", fgColor="D9E1F2")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person wrote for one cell, and the readings they saw beside it."""

    place: CellPlace
    text: str
    read: str
    others: str


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet as it came back: of which document, the letter as it was read, and every cell filled in."""

    sha256: str
    name: str
    letter: Letter
    confirmations: tuple[Confirmation, ...]


def sheet_bytes(
    letter: Letter, pictures: Mapping[CellPlace, Image.Image], sha256: str, name: str
) -> bytes:
    """The workbook for the doubtful cells of `letter`; `pictures` are their crops.

    `sha256` and `name` are the document's. No text in it can act as a formula.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Rà soát"
    _write_head(sheet, sha256, name)
    for at, doubt in enumerate(doubtful_cells(letter), start=HEADING_ROW + 1):
        _write_row(sheet, at, doubt)
        if doubt.place in pictures:
            _place_picture(sheet, at, pictures[doubt.place])
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.protection.sheet = True  # without a password: it only guards against slips
    _write_reading(book.create_sheet(READING_SHEET), letter)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(content: bytes) -> FilledSheet:
    """What a person filled in. Raises `Refused` for a file that is no review sheet, or holds formulas."""
    Package(content, PLACE)  # refuses bombs, macros and passwords before anything is unpacked
    try:
        book = load_workbook(io.BytesIO(content))
    except (InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise _not_a_sheet(str(error)) from error
    sheet, reading = book.worksheets[0], book.worksheets[-1]
    if reading.title != READING_SHEET or any(sheet[at].value != label for at, label in LABELS.items()):
        raise _not_a_sheet("không có phần đầu và bản đọc / no head and reading")
    if max(sheet.max_row, reading.max_row) > MAX_ROWS:
        raise _not_a_sheet(f"{max(sheet.max_row, reading.max_row)} dòng / rows")
    confirmations = (_confirmation(sheet, at) for at in range(HEADING_ROW + 1, sheet.max_row + 1))
    return FilledSheet(
        _text(sheet[DOCUMENT_AT]), _text(sheet[NAME_AT]), _reading(reading), tuple(filter(None, confirmations))
    )


def readings_shown(doubt: Doubt) -> tuple[str, str]:
    """The two texts that the sheet shows of a doubtful cell: as read, and the other readings."""
    return _safe(doubt.cell.text), _safe(BETWEEN.join(doubt.cell.alternatives))


def _write_head(sheet: Worksheet, sha256: str, name: str) -> None:
    _put(sheet["A1"], TITLE).font = Font(bold=True, size=14)
    for at, text in enumerate(GUIDE, start=2):
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(HEADINGS))
        _put(sheet.cell(at, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[at].height = 32
    for place, label in LABELS.items():
        _put(sheet[place], label).font = Font(bold=True)
    _put(sheet[DOCUMENT_AT], sha256)
    _put(sheet[NAME_AT], name)
    for column, (text, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        cell = _put(sheet.cell(HEADING_ROW, column), text)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write_row(sheet: Worksheet, at: int, doubt: Doubt) -> None:
    read, others = readings_shown(doubt)
    reason = LINE if doubt.is_line else RULE if doubt.breaks_rule else DIFFER
    texts = {
        1: str(doubt.place), 2: str(doubt.page), 3: doubt.row_words, 4: doubt.heading,
        READ_COLUMN: read, OTHERS_COLUMN: others, REASON_COLUMN: reason,
    }
    for column, text in texts.items():
        _put(sheet.cell(at, column), text).alignment = Alignment(wrap_text=True, vertical="center")
    _open(sheet.cell(at, CONFIRMED_COLUMN))


def _write_reading(sheet: Worksheet, letter: Letter) -> None:
    """The letter as JSON in base64: office programs change blanks and line breaks of plain text."""
    told = b64encode(_LETTER.dump_json(letter)).decode("ascii")
    for at, start in enumerate(range(0, len(told), MAX_TEXT), start=1):
        _put(sheet.cell(at, 1), told[start:start + MAX_TEXT])
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _reading(sheet: Worksheet) -> Letter:
    cells = (sheet.cell(at, 1).value for at in range(1, sheet.max_row + 1))
    try:
        return _LETTER.validate_json(b64decode("".join(map(str, cells)), validate=True))
    except ValueError as error:
        raise _not_a_sheet("bản đọc đã bị sửa / the reading was changed") from error


def _place_picture(sheet: Worksheet, at: int, picture: Image.Image) -> None:
    sheet.row_dimensions[at].height = picture.height * 0.75 + 6
    sheet.add_image(SheetImage(png(picture)), f"{get_column_letter(PICTURE_COLUMN)}{at}")


def _put(cell: Cell, text: str) -> Cell:
    """Write a text as text: what begins with "=" would else be a formula."""
    cell.value = _safe(text)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _open(cell: Cell) -> None:
    cell.number_format = "@"  # "94,22" stays as typed, whatever the machine's locale
    cell.fill = _OPEN
    cell.protection = Protection(locked=False)


def _safe(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_TEXT]


def _confirmation(sheet: Worksheet, at: int) -> Confirmation | None:
    text = _text(sheet.cell(at, CONFIRMED_COLUMN))
    if not text:
        return None
    key = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,5})\.([0-9]{1,4})", _text(sheet.cell(at, 1)))
    if key is None:
        raise _not_a_sheet(f"dòng {at}: mã ô / row {at}: cell key")
    place = CellPlace(*map(int, key.groups()))
    read, others = (_text(sheet.cell(at, column)) for column in (READ_COLUMN, OTHERS_COLUMN))
    return Confirmation(place, "" if text.casefold() in BLANK_WORDS else text, read, others)


def _text(cell: Cell) -> str:
    """What a cell shows: numbers with a decimal comma, percentages with their sign."""
    if cell.data_type == "f":
        raise Refused(
            f"{PLACE}, ô {cell.coordinate}",
            "Ô này là một công thức; hãy gõ trực tiếp giá trị thấy trong ảnh.",
            "The cell is a formula; type the value that the picture shows.",
        )
    value = cell.value
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return _number(Decimal(str(value)), is_pct="%" in cell.number_format)
    return str(value).strip()[:MAX_TEXT]


def _number(value: Decimal, *, is_pct: bool) -> str:
    shown = format((value * 100 if is_pct else value).normalize(), "f").replace(".", ",")
    return f"{shown}%" if is_pct else shown


def filled_in(confirmations: Iterable[Confirmation]) -> dict[CellPlace, Confirmation]:
    """Confirmations by cell. Raises `Refused` when one cell is confirmed twice."""
    found: dict[CellPlace, Confirmation] = {}
    for confirmation in confirmations:
        if confirmation.place in found:
            raise _not_a_sheet(f"ô {confirmation.place} hai lần / cell {confirmation.place} twice")
        found[confirmation.place] = confirmation
    return found


def _not_a_sheet(why: str) -> Refused:
    return Refused(
        PLACE,
        f"Tệp không phải phiếu rà soát do hệ thống lập ({why}); hãy dùng đúng tệp review.xlsx đi kèm văn"
        " bản.",
        f"The file is no review sheet of this system ({why}); use the review.xlsx that came with the letter.",
    )

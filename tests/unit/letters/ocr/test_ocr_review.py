"""The review sheet and page: nothing typed, read or named in them can act, and what is confirmed comes back."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from orchestration.letters.blocks import Cell, Letter, Paragraph, Row, Table
from orchestration.letters.ocr.doubt import CellPlace, doubtful_cells, with_confirmed, with_sums_checked
from orchestration.letters.ocr.review_sheet import (
    CONFIRMED_COLUMN,
    HEADING_ROW,
    MAX_TEXT,
    read_sheet,
    sheet_bytes,
)
from orchestration.letters.ocr.review_view import PageView, page_html
from orchestration.letters.ocr.vote import UNREAD
from orchestration.letters.review import confirmed_letter
from orchestration.readings import Refused

HEADING = Row((Cell("STT"), Cell("Tên đơn vị"), Cell("Số hóa hồ sơ (%)"), Cell("Mức độ hài lòng (%)")))
SHA = "ab" * 32
HOSTILE = st.sampled_from(
    ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", '"><img src=x>']
)
TEXTS = st.one_of(HOSTILE, st.text(max_size=30))


def letter(*doubtful: Cell, name: str = "Sở Tư pháp") -> Letter:
    """A letter of one table in which each of `doubtful` stands in a row of its own."""
    rows = [Row((Cell(str(at)), Cell(name), Cell("94,22"), cell)) for at, cell in enumerate(doubtful, start=1)]
    return Letter("scan", (Paragraph("Phụ lục"), Table((HEADING, *rows)), Paragraph("Nơi nhận")))


def filled(sheet: bytes, *texts: object) -> bytes:
    book = load_workbook(io.BytesIO(sheet))
    for at, text in enumerate(texts, start=HEADING_ROW + 1):
        book.worksheets[0].cell(at, CONFIRMED_COLUMN).value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_of_a_sheet_is_a_formula(read: str, other: str, name: str, file_name: str) -> None:
    held = letter(Cell(read, (other or UNREAD,)), name=name)
    book = load_workbook(io.BytesIO(sheet_bytes(held, {}, SHA, file_name)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value or "").startswith(("=", "+", "-", "@")))


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_the_page_holds_no_element_that_a_text_made(read: str, other: str, name: str, title: str) -> None:
    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert not any(key.startswith("on") for key, _ in attrs)

    held = letter(Cell(read, (other or UNREAD,), (1, 2, 30, 40)), name=name)
    html = page_html(held, doubtful_cells(held), [PageView(1, b"jpeg", 100, 200)], title)
    Tags().feed(html)
    assert "td" in found
    assert not found & {"script", "iframe", "object", "link"}
    assert html.count("<img") == 1
    assert "http:" not in html.replace("http-equiv", "")


def test_what_is_confirmed_comes_back_and_doubts_no_more() -> None:
    held = letter(Cell("55,8", ("59,8",)), Cell("0", (UNREAD,)), Cell("7", ("1",)))
    sheet = filled(sheet_bytes(held, {}, SHA, "scan.pdf"), "59,8", "trống", 12.5)
    read = read_sheet(sheet)
    assert (read.sha256, read.name, read.letter) == (SHA, "scan.pdf", held)
    confirmed = confirmed_letter(read)
    assert doubtful_cells(confirmed) == []
    (table,) = confirmed.tables()
    assert [row.cells[3].text for row in table.rows[1:]] == ["59,8", "", "12,5"]
    assert [row.cells[:3] for row in table.rows] == [row.cells[:3] for row in next(held.tables()).rows]


def test_a_doubtful_line_becomes_a_paragraph_again() -> None:
    line = Table((Row((Cell("chốt số liệu: 16h ngày 23/11/2023", ("chốt số liệu: 16h ngày 28/11/2023",)),)),))
    held = Letter("scan", (Paragraph("trên"), line, Paragraph("dưới")))
    (doubt,) = doubtful_cells(held)
    assert doubt.is_line
    confirmed = with_confirmed(held, {doubt.place: "16h ngày 23/11/2023"})
    assert [block.text for block in confirmed.paragraphs()] == ["trên", "16h ngày 23/11/2023", "dưới"]


def test_a_merged_cell_is_asked_once_and_confirmed_everywhere() -> None:
    merged = Cell("Cáp tỉnh", ("Cấp tỉnh",), (10, 10, 200, 40))
    held = Letter("scan", (Table((HEADING, Row((merged, merged, merged, Cell("5"))))),))
    (doubt,) = doubtful_cells(held)
    confirmed = with_confirmed(held, {doubt.place: "Cấp tỉnh"})
    assert [cell.text for cell in next(confirmed.tables()).rows[1].cells] == ["Cấp tỉnh"] * 3 + ["5"]
    assert doubtful_cells(confirmed) == []


def test_a_row_whose_groups_do_not_add_up_is_doubted_whole() -> None:
    heading = Row((Cell("STT"), Cell("Đơn vị"), Cell("Công khai"), Cell("Tiến độ"), Cell("Tổng điểm")))
    rows = [Row((Cell(str(n)), Cell("Sở"), Cell("12,5"), Cell("20"), Cell("32,5"))) for n in range(1, 5)]
    wrong = Row((Cell("5"), Cell("Sở"), Cell("12,5"), Cell("26"), Cell("32,5")))
    checked = with_sums_checked(Table((heading, *rows, wrong)))
    assert [[bool(cell.alternatives) for cell in row.cells] for row in checked.rows[1:]] == [
        *[[False] * 5] * 4, [True, False, True, True, True],
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a sheet", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_sheet(content)


def test_a_sheet_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO(sheet_bytes(letter(Cell("1", ("7",))), {}, SHA, "scan.pdf"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet9.xml", b"\0" * 300_000_000)
    with pytest.raises(Refused):
        read_sheet(out.getvalue())


def test_one_cell_confirmed_twice_is_refused() -> None:
    held = letter(Cell("55,8", ("59,8",)), Cell("7", ("1",)))
    book = load_workbook(io.BytesIO(filled(sheet_bytes(held, {}, SHA, "scan.pdf"), "59,8", "1")))
    page = book.worksheets[0]
    page.cell(HEADING_ROW + 2, 1).value = page.cell(HEADING_ROW + 1, 1).value
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="twice"):
        confirmed_letter(read_sheet(out.getvalue()))


def test_a_long_letter_survives_the_sheet() -> None:
    held = letter(*(Cell("1", ("7",)) for _ in range(60)), name="Sở " + "rất dài " * 40)
    sheet = load_workbook(io.BytesIO(sheet_bytes(held, {}, SHA, "scan.pdf"))).worksheets[-1]
    assert sheet.max_row > 5
    assert max(len(str(sheet.cell(at, 1).value)) for at in range(1, sheet.max_row + 1)) == MAX_TEXT
    assert read_sheet(sheet_bytes(held, {}, SHA, "scan.pdf")).letter == held


def test_places_are_told_as_people_count() -> None:
    (doubt,) = doubtful_cells(letter(Cell("55,8", ("59,8",))))
    assert doubt.place == CellPlace(1, 2, 4)
    assert str(doubt.place) == "1.2.4"
    assert (doubt.heading, doubt.row_words) == ("Mức độ hài lòng (%)", "Sở Tư pháp")

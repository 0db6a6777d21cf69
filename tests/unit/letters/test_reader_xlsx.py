"""XLSX: what a sheet shows is what is read, and what it hides is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook

from orchestration.letters.blocks import Letter, Paragraph
from orchestration.letters.readers import xlsx
from orchestration.readings import Refused
from tests.letterforge.bare import xlsx_of

HEADING = ["STT", "Tên cơ quan", "Tiến độ (%)"]


def book_of(*rows: list[Any], **formats: str) -> Workbook:
    """A workbook of one sheet; `formats` gives number formats by cell."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in formats.items():
        book.active[cell].number_format = code
    return book


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(book: Workbook) -> Letter:
    return xlsx.read(saved(book))


def shown(letter: Letter) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph)
        else [[one.text for one in row.cells] for row in block.rows]
        for block in letter.blocks
    ]


def test_cells_are_read_as_they_show() -> None:
    book = book_of(HEADING, [1, "Sở Tư pháp", 94.22], [2, "Sở Xây dựng", 0.7156], [3, "Sở Y tế", 80],
                   [4, "Sở Nội vụ", "-"], [5, "Sở Tài chính", None], C3="0.00%", C4="0.00")
    assert shown(read(book)) == [[
        HEADING, ["1", "Sở Tư pháp", "94,22"], ["2", "Sở Xây dựng", "71,56%"], ["3", "Sở Y tế", "80,00"],
        ["4", "Sở Nội vụ", "-"], ["5", "Sở Tài chính", ""],
    ]]


def test_cells_merged_in_every_row_of_the_table_are_one_column_whatever_the_letterhead_does() -> None:
    book = book_of(["UBND TỈNH QUẢNG TRỊ", None, None, "CỘNG HÒA XÃ HỘI"],
                   ["STT", "Tên", "Tiến độ (%)", None, "Số hóa (%)"],
                   [1, "Sở Tư pháp", 94.22, None, 5], [2, "Sở Y tế", 80, None, 6])
    for cells in ("A1:C1", "C2:D2", "C3:D3", "C4:D4"):
        book.active.merge_cells(cells)
    assert shown(read(book))[-1] == [
        ["STT", "Tên", "Tiến độ (%)", "Số hóa (%)"], ["1", "Sở Tư pháp", "94,22", "5"], ["2", "Sở Y tế", "80", "6"]]


def test_titles_letterhead_and_footnotes_on_one_sheet_are_paragraphs() -> None:
    book = book_of(
        ["UBND TỈNH QUẢNG TRỊ", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 694/VP-NC", None, "Quảng Trị, ngày 28 tháng 11 năm 2023"],
        ["Phụ lục 1"], ["KẾT QUẢ ĐÁNH GIÁ NĂM 2023"],
        HEADING, [1, "Sở Tư pháp", 94.22], [2, "Sở Y tế", 0],
        ["* Thời điểm chốt số liệu: 16h ngày 23/11/2023."],
    )
    book.active.merge_cells("A3:C3")
    assert shown(read(book)) == [
        "UBND TỈNH QUẢNG TRỊ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 694/VP-NC", "Quảng Trị, ngày 28 tháng 11 năm 2023",
        "Phụ lục 1", "KẾT QUẢ ĐÁNH GIÁ NĂM 2023",
        [HEADING, ["1", "Sở Tư pháp", "94,22"], ["2", "Sở Y tế", "0"]],
        "* Thời điểm chốt số liệu: 16h ngày 23/11/2023.",
    ]


def test_two_tables_of_one_sheet_are_two_and_a_blank_row_parts_none() -> None:
    book = book_of(
        ["Phụ lục 1"], HEADING, [1, "Sở Tư pháp", 94], [], [2, "Sở Y tế", 95], [],
        ["II", "UBND cấp huyện"], [3, "UBND huyện Gio Linh", 96], [],
        ["Phụ lục 2"], HEADING, [1, "UBND huyện Hải Lăng", 97],
    )
    assert shown(read(book)) == [
        "Phụ lục 1",
        [HEADING, ["1", "Sở Tư pháp", "94"], ["2", "Sở Y tế", "95"], ["II", "UBND cấp huyện", ""],
         ["3", "UBND huyện Gio Linh", "96"]],
        "Phụ lục 2", [HEADING, ["1", "UBND huyện Hải Lăng", "97"]],
    ]


def test_merged_ranges_are_repeated_and_rows_keep_their_sheet_row() -> None:
    book = book_of(["STT", "Tên", "Tiến độ", None], [None, None, "Điểm", "Tỷ lệ"], [1, "Sở Y tế", 5, 6])
    for merge in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(merge)
    letter = read(book)
    assert shown(letter) == [[
        ["STT", "Tên", "Tiến độ", "Tiến độ"], ["STT", "Tên", "Điểm", "Tỷ lệ"], ["1", "Sở Y tế", "5", "6"],
    ]]
    assert [(row.page, row.line) for table in letter.tables() for row in table.rows] == [(1, 1), (1, 2), (1, 3)]


def test_names_merged_over_two_columns_in_every_row_are_one_column() -> None:
    book = book_of(["STT", "Tên", None, "A"], [1, "Sở Y tế", None, 5], [2, "Sở Nội vụ", None, 6])
    for row in (1, 2, 3):
        book.active.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
    assert shown(read(book)) == [[["STT", "Tên", "A"], ["1", "Sở Y tế", "5"], ["2", "Sở Nội vụ", "6"]]]


def test_hidden_sheets_rows_and_columns_are_not_read_and_told() -> None:
    book = book_of([*HEADING, "nháp"], [1, "Sở Tư pháp", 94.22, 1], [2, "Sở Y tế", 80, 2])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("cũ").append([1, "Sở cũ", 5])
    book["cũ"].sheet_state = "hidden"
    letter = read(book)
    assert shown(letter) == [[HEADING, ["1", "Sở Tư pháp", "94,22"]]]
    (warning,) = letter.warnings
    assert "3 trang, dòng hoặc cột bị ẩn" in warning
    assert all(place in warning for place in ("dòng 3", "cột 4-4", "«cũ»"))


def test_each_sheet_is_a_page() -> None:
    book = book_of(HEADING, [1, "Sở Tư pháp", 94.22])
    book.create_sheet("Huyện").append(["Ghi chú"])
    letter = read(book)
    assert (letter.page_count, [block.page for block in letter.paragraphs()]) == (2, [2])


def test_a_cell_that_shows_less_than_it_holds_is_told() -> None:
    letter = read(book_of(HEADING, [1, "Sở Tư pháp", 94.2234], C2="0.00"))
    assert shown(letter) == [[HEADING, ["1", "Sở Tư pháp", "94,22"]]]
    assert "trang «Sheet», ô C2: 94.2234 → «94,22»" in letter.warnings[0]


def test_a_formula_counts_with_its_saved_value() -> None:
    letter = xlsx.read(xlsx_of(
        '<row><c t="inlineStr"><is><t>STT</t></is></c><c t="inlineStr"><is><t>A</t></is></c></row>'
        '<row><c><v>1</v></c><c><f>10*2</f><v>20</v></c></row><row><c><v>2</v></c><c t="str"><f>""</f><v></v></c></row>'
    ))
    assert shown(letter) == [[["STT", "A"], ["1", "20"], ["2", ""]]]
    assert letter.warnings[0].startswith("2 ô là công thức")


def test_a_formula_never_calculated_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        read(book_of(HEADING, [1, "Sở Tư pháp", "=1+1"]))
    assert refused.value.place == "trang «Sheet», ô C2"
    assert "công thức chưa được tính" in refused.value.vi


def test_strings_of_several_runs_keep_raised_digits_apart() -> None:
    strings = (
        '<si><r><t>94,2</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r><rPh><t>x</t></rPh></si>'
        "<si><t>Sở_x000D_\nY tế</t></si>"
    )
    letter = xlsx.read(xlsx_of(
        '<row r="7"><c r="B7"><v>1</v></c><c r="C7" t="s"><v>1</v></c><c r="D7" t="s"><v>0</v></c></row>',
        strings=strings,
    ))
    assert shown(letter) == [[["1", "Sở\nY tế", "94,2¹"]]]


def test_truth_values_and_errors_stay_words() -> None:
    letter = xlsx.read(xlsx_of('<row><c><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'))
    assert shown(letter) == [[["1", "TRUE", "#DIV/0!"]]]


def test_binary_noise_of_stored_numbers_is_gone() -> None:
    letter = xlsx.read(xlsx_of("<row><c><v>1</v></c><c><v>0.94220000000000004</v></c><c><v>1E2</v></c></row>"))
    assert shown(letter) == [[["1", "0,9422", "100"]]]

"""Text files: encodings, line ends, legacy fonts, tables of tabs and of pipes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import reading, text_694

from orchestration.letters.blocks import Letter, Paragraph, Table
from orchestration.letters.readers import legacy_fonts, read_letter
from orchestration.letters.readers.legacy_fonts import from_legacy, legacy_of
from orchestration.letters.readers.text import MAX_LINES, MAX_TEXT_BYTES, read
from orchestration.readings import Refused

TCVN3_SAMPLE = (
    "UBND TØNH QU¶NG TRÞ\n\nV/v c«ng khai kÕt qu¶ ®¸nh gi¸ chÊt l\xad\xeeng phôc vô ng\xad\xeai d©n,"
    " ngµy 28 th¸ng 11 n¨m 2023. TiÕn ®é gi¶i quyÕt hå s¬."
)
VNI_SAMPLE = (
    "UÛY BAN NHAÂN DAÂN TÆNH\n\nkeát quaû ñaùnh giaù chaát löôïng phuïc vuï ngöôøi daân, ngaøy 28 thaùng 11"
    " naêm 2023. Tieán ñoä giaûi quyeát, Sôû Tö phaùp, huyeän Höôùng Hoùa"
)


def rows(letter: Letter) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in letter.tables()]


@pytest.mark.parametrize("payload", [
    pytest.param(text_694().encode("utf-8-sig"), id="UTF-8 with its mark"),
    pytest.param(text_694().encode("utf-16"), id="UTF-16 with its mark"),
    pytest.param(text_694().encode("utf-16-le"), id="UTF-16 LE"),
    pytest.param(text_694().encode("utf-16-be"), id="UTF-16 BE"),
    pytest.param(text_694().encode("utf-32"), id="UTF-32"),
    pytest.param(text_694().replace("\n", "\r\n").encode(), id="CRLF"),
    pytest.param(text_694().replace("\n", "\r").encode(), id="CR"),
    pytest.param(unicodedata.normalize("NFD", text_694()).encode(), id="NFD"),
])
def test_the_real_letter_in_other_bytes_is_the_same_reading(payload: bytes) -> None:
    assert reading(payload).observations == reading(text_694()).observations
    assert reading(payload).units == reading(text_694()).units


def test_paragraphs_and_tables_know_their_lines() -> None:
    letter = read(b"A\nB\n\n- c\n- d\n\nSTT\tT\xc3\xaan\tX (%)\n1\tE\t2\n")
    assert letter.format == "text"
    assert letter.blocks[:3] == (
        Paragraph("A\nB", line=1), Paragraph("- c", line=4), Paragraph("- d", line=5))
    (table,) = letter.tables()
    assert [row.line for row in table.rows] == [7, 8]


def test_markdown_s_marks_are_not_text() -> None:
    letter = read("# Đầu\n\n**Số: 694** /VP-NC (*phụ lục*) <https://a.vn> 5\\*3\n\n* Thời điểm chốt".encode())
    assert letter.format == "markdown"
    assert [p.text for p in letter.paragraphs()] == [
        "Đầu", "Số: 694 /VP-NC (phụ lục) https://a.vn 5*3", "* Thời điểm chốt"]


def test_pipe_tables() -> None:
    text = "| STT | Tên | Số hóa (%) |\n|:---|---|---:|\n| 1 | **A \\| B** | 94,22 |\n| 2 | C | |\n"
    assert rows(read(text.encode())) == [
        [["STT", "Tên", "Số hóa (%)"], ["1", "A | B", "94,22"], ["2", "C", ""]]]


def test_a_blank_last_cell_is_a_cell_and_a_missing_one_is_not() -> None:
    (table,) = rows(read("STT\tTên\tX (%)\n1\tA\t\n2\tB\t3\n3\tC\n".encode()))
    assert [len(row) for row in table] == [3, 3, 3, 2]


def test_a_letterhead_of_tabs_is_no_table() -> None:
    head = "UBND TỈNH A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/VP\tA, ngày 1 tháng 2 năm 2024\n"
    letter = read(head.encode())
    assert not list(letter.tables())
    assert [p.text for p in letter.paragraphs()][2:] == ["Số: 1/VP", "A, ngày 1 tháng 2 năm 2024"]


@pytest.mark.parametrize(("sample", "legacy", "expected"), [
    (TCVN3_SAMPLE, "TCVN3", "phục vụ người dân, ngày 28 tháng 11 năm 2023. Tiến độ giải quyết hồ sơ."),
    (VNI_SAMPLE, "VNI", "năm 2023. Tiến độ giải quyết, Sở Tư pháp, huyện Hướng Hóa"),
])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_legacy_fonts_are_converted_and_told(sample: str, legacy: str, expected: str, encoding: str) -> None:
    letter = read_letter(sample.encode(encoding), "letter.txt")
    texts = [paragraph.text for paragraph in letter.paragraphs()]
    assert texts[0] in ("UBND TỈNH QUẢNG TRỊ", "ỦY BAN NHÂN DÂN TỈNH")
    assert texts[1].endswith(expected)
    assert any(legacy in warning for warning in letter.warnings)


def test_other_languages_and_unicode_are_left_alone() -> None:
    assert legacy_of(text_694()) is None
    assert legacy_of("Le réseau naïf de l'été: budget prévisionnel, façade, où ça, Çà et là") is None


def in_tcvn3(text: str) -> str:
    back = {letter: chr(code) for code, letter in legacy_fonts._TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    back = {letter: code for code, letter in legacy_fonts._VNI.items()}
    return "".join(back.get(letter, letter) for letter in text)


@pytest.mark.parametrize("in_font", [
    pytest.param(lambda text: "".join(in_tcvn3(letter if in_tcvn3(letter) != letter else letter.lower())
                                      if not letter.isascii() else letter for letter in text), id="TCVN3"),
    pytest.param(lambda text: in_vni(text), id="VNI"),
])
def test_the_real_letter_in_a_legacy_font_is_the_same_reading(in_font: Callable[[str], str]) -> None:
    payload = in_font(text_694()).encode("latin-1")
    assert b"\xad" in payload or "ñ".encode("latin-1") in payload
    assert reading(payload).observations == reading(text_694()).observations


LOWER = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


@given(st.lists(st.text(LOWER, min_size=1, max_size=7), max_size=8).map(" ".join))
def test_every_letter_comes_back_from_both_legacy_fonts(text: str) -> None:
    assert from_legacy(in_tcvn3(text), "TCVN3") == text
    assert from_legacy(in_vni(text), "VNI") == text
    assert from_legacy(in_vni(text.upper()), "VNI") == text.upper()


@pytest.mark.parametrize(("payload", "message"), [
    (b"", "empty"), (b" \n\n\t\n", "empty"), (text_694().encode()[:-1], None),
    ("Số".encode()[:-1], "no readable text"), (b"abc\x00\x01\x02def", "no readable text"),
    (bytes(range(128, 256)) * 4, "no readable text"), (b"\xff\xfea\x00b", "no readable text"),
    (b"a" * (MAX_TEXT_BYTES + 1), "more than"), (b"a\n" * (MAX_LINES + 1), "more than any letter"),
    (b"a" * 30_000, "more than any letter"), ("\t".join("1" * 9000).encode() + b"\n", None),
])
def test_bytes_that_are_no_letter(payload: bytes, message: str | None) -> None:
    if message is None:
        assert read(payload).blocks
        return
    with pytest.raises(Refused, match=message):
        read(payload)


def test_a_file_that_ends_inside_a_table_says_so() -> None:
    assert "cắt cụt" in read("STT\tTên\tX (%)\n1\tA\t3".encode()).warnings[0]
    assert read("STT\tTên\tX (%)\n1\tA\t3\n".encode()).warnings == ()


CELL = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "P")), min_size=1, max_size=12).filter(
    lambda text: not set(text) & set("|\\*_<#`") and text.strip() == text)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_tables_of_tabs_and_of_pipes_hold_the_same_cells(body: list[list[str]]) -> None:
    lines = [["STT", "Tên đơn vị", "Số hóa (%)"], *([str(at), *row[:2]] for at, row in enumerate(body, 1))]
    tabs = "\n".join("\t".join(line) for line in lines) + "\n"
    pipes = "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
    expected = [[unicodedata.normalize("NFC", text) for text in line] for line in lines]
    assert rows(read(tabs.encode())) == rows(read(pipes.encode())) == [expected]


def test_blocks_are_paragraphs_and_tables_only() -> None:
    assert {type(block) for block in read(text_694().encode()).blocks} == {Paragraph, Table}

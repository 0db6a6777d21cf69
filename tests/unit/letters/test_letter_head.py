"""The head of a letter, however it was broken into lines."""

from __future__ import annotations

from datetime import date

import pytest
from letter_samples import paragraphs, text_694

from orchestration.letters.grammar.head import Head, read_head
from orchestration.letters.readers.text import read

SUBJECT = "V/v công khai kết quả đánh giá Bộ chỉ số phục vụ người dân và doanh nghiệp trên địa bàn tỉnh"


def test_the_real_head_in_spite_of_bold_marks() -> None:
    assert read_head(read(text_694().encode()).paragraphs()) == Head(
        ("UBND TỈNH QUẢNG TRỊ", "VĂN PHÒNG"), "694/VP-NC", "Quảng Trị", date(2023, 11, 28), SUBJECT)


def test_two_columns_read_line_by_line() -> None:
    head = read_head(paragraphs(
        "UBND TỈNH QUẢNG TRỊ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VĂN PHÒNG Độc lập - Tự do - Hạnh phúc",
        "__________ ______________", "Số: 694/VP-NC Quảng Trị, ngày 28 tháng 11 năm 2023",
        "V/v công khai kết quả", "đánh giá Bộ chỉ số", "Kính gửi: Các sở", "Số: 1/XX",
    ))
    assert head == Head(("UBND TỈNH QUẢNG TRỊ", "VĂN PHÒNG"), "694/VP-NC", "Quảng Trị", date(2023, 11, 28),
                        "V/v công khai kết quả đánh giá Bộ chỉ số")


def test_a_report_has_its_subject_under_its_kind() -> None:
    head = read_head(paragraphs(
        "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG", "Số: 12/BC-UBND", "An Giang, ngày 05 tháng 02 năm 2025",
        "BÁO CÁO", "Kết quả thực hiện Bộ chỉ số\ntháng 01 năm 2025",
    ))
    assert head.issuers == ("ỦY BAN NHÂN DÂN", "TỈNH AN GIANG")
    assert (head.number, head.date) == ("12/BC-UBND", date(2025, 2, 5))
    assert head.subject == "Kết quả thực hiện Bộ chỉ số tháng 01 năm 2025"


@pytest.mark.parametrize(("line", "number"), [
    ("Số: 694 /VP-NC", "694/VP-NC"), ("Số:694/VP - NC", "694/VP-NC"), ("Số 4975/VPCP-KSTT", "4975/VPCP-KSTT"),
    ("**Số:** 12a/QĐ-UBND", "12a/QĐ-UBND"), ("SỐ: 01/TB-VP", "01/TB-VP"),
    ("Số:      /VP-NC", None), ("Số điện thoại: 0233", None), ("Thực hiện Quyết định số 766/QĐ-TTg", None),
])
def test_numbers(line: str, number: str | None) -> None:
    assert read_head(paragraphs("VĂN PHÒNG", line)).number == number


def test_a_date_that_a_narrow_column_breaks_is_whole() -> None:
    head = read_head(paragraphs("VĂN PHÒNG", "Số: 812/VP-NC", "V/v công khai", "Quảng Trị, ngày 05 tháng 02\nnăm 2024"))
    assert (head.place, head.date, head.subject) == ("Quảng Trị", date(2024, 2, 5), "V/v công khai")


def test_a_date_in_a_caption_or_a_citation_is_not_the_letter_s() -> None:
    head = read_head(paragraphs(
        "(Kèm theo Công văn số 341/VP-NC ngày 28 tháng 1 năm 2023)", "Thực hiện Quyết định ngày 23/6/2022",
        "Quảng Trị, ngày     tháng 11 năm 2023",
    ))
    assert (head.date, head.place) == (None, None)

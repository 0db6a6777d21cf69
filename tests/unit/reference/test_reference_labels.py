"""Headings of letters, codes of portals, and letter heads."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reference.labels import find_indicator, find_province
from orchestration.reference.registry import load_indicator_labels, load_units

LETTER = Path(__file__).parents[3] / "examples/letters/694-VP-NC_2023-11-28.md"


def test_the_headings_of_the_letter_as_they_stand() -> None:
    headings = re.findall(r"^STT\t(.+)$", LETTER.read_text(encoding="utf-8"), re.MULTILINE)
    assert [[find_indicator(cell) for cell in line.split("\t")] for line in headings] == [
        [None, "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"],
        [None, "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"],
    ]


@pytest.mark.parametrize(("heading", "indicator_id"), [
    ("Chỉ số Công khai minh bạch", "CKMB"),
    ("Chỉ số Tiên độ giải quyết", "TDGQ"),
    ("Chỉ số Dịch vụ công trực tuyến", "CLGQ"),
    ("Tiền độ giải quyết đúng hạn (%)", "TDGQ"),
    ("TIẾN ĐỘ GIAI QUYẾT", "TDGQ"),
    ("Tiến độ\ngiải quyết\nđúng hạn (%)", "TDGQ"),
    ("Tiến độ, kết quả giải quyết", "TDGQ"),
    ("Nhóm chỉ số Công khai, minh bạch (18 điểm)", "CKMB"),
    ("I. Công khai, minh bạch (điểm tối đa 18)", "CKMB"),
    ("3. Số hoá hồ sơ", "MDSH"),
    ("Số hóa hồ sơ (điểm)", "MDSH"),
    ("Cung cấp dịch vụ trực tuyến", "CLGQ"),
    ("Cung cấp dịch vụ công trực tuyến", "CLGQ"),
    ("Mức độ hài lòng của người dân, doanh nghiệp", "MDHL"),
    ("Thanh toan truc tuyen", "TTTT"),
    ("Tổng điểm", "TOTAL"), ("TỔNG ĐIỂM", "TOTAL"), ("Tông điếm", "TOTAL"),
    ("TDGQ", "TDGQ"), ("tong_score", "TOTAL"),
])
def test_wordings(heading: str, indicator_id: str) -> None:
    assert find_indicator(heading) == indicator_id
    assert find_indicator(unicodedata.normalize("NFD", heading)) == indicator_id


@pytest.mark.parametrize(("heading", "indicator_id"), [
    ("Mức đô hài lòug", "MDHL"),
    ("Thanh toán trục tuyền", "TTTT"),
    ("Số hóa hô sơ.", "MDSH"),
    ("Công khai minb bạcb", "CKMB"),
    ("Djch vụ công trực tuyên", "CLGQ"),
])
def test_one_or_two_misread_letters(heading: str, indicator_id: str) -> None:
    assert find_indicator(heading) == indicator_id


@pytest.mark.parametrize("heading", [
    "", "(%)", "STT", "Tên cơ quan/ đơn vị", "Ghi chú", "Tổng số hồ sơ", "Xếp hạng", "Chỉ số", "Nhóm",
    "Điểm", "12", "Tỷ lệ số hóa", "Hồ sơ", "CKMD", "TDG", "Tiến độ", "Trực tuyến", "x" * 100_000,
])
def test_other_headings_are_no_indicator(heading: str) -> None:
    assert find_indicator(heading) is None


def test_online_services_out_of_22_are_no_group_of_their_own() -> None:
    # the portal's radar adds the groups of 12 and 10 points under these words
    assert find_indicator("Dịch vụ trực tuyến") is None
    assert find_indicator("ONLINE_SERVICE", on_letter=False) is None


def test_components_are_found_off_letters_only() -> None:
    for heading in ("DOSSIER_SYNC", "Tỷ lệ hồ sơ đồng bộ lên Cổng DVCQG"):
        assert find_indicator(heading) is None
        assert find_indicator(heading, on_letter=False) == "DOSSIER_SYNC"


def test_every_label_finds_its_indicator() -> None:
    for label in load_indicator_labels():
        assert find_indicator(label.label, on_letter=False) == label.indicator_id


@given(st.text())
def test_random_text_is_no_indicator_and_no_province(text: str) -> None:
    assert find_indicator(text) is None
    assert find_province(text) is None


@pytest.mark.parametrize(("head", "unit_id"), [
    ("UBND TỈNH QUẢNG TRỊ", "H50"),
    ("UBND TỈNH QUẢNG TRI", "H50"),
    ("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ", "H50"),
    ("UBND TỈNH\nQUẢNG TRỊ", "H50"),
    ("UBND TỈNH QUẢNG TRỊ\nVĂN PHÒNG", "H50"),
    ("VĂN PHÒNG UBND TỈNH QUẢNG TRỊ", "H50"),
    ("UBND TỈNH QUẢNG TRỊ  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "H50"),
    ("UỶ BAN NHÂN DÂN THÀNH PHỐ HUẾ", "H57"),
    ("UBND TP. HỒ CHÍ MINH", "H29"),
    ("UBND TPHCM", "H29"),
    ("UBND TỈNH HÀ TĨNH", "H27"),
    ("UBND TỈNH QUẢNG BÌNH", "VN~quang-binh"),
    ("Uy ban nhan dan tinh Khanh Hoa", "H32"),
])
def test_heads_of_provinces(head: str, unit_id: str) -> None:
    assert find_province(head) == unit_id
    assert find_province(unicodedata.normalize("NFD", head)) == unit_id


@pytest.mark.parametrize("head", [
    "", "UBND", "QUẢNG TRỊ", "UBND THỊ XÃ QUẢNG TRỊ", "UBND PHƯỜNG QUẢNG TRỊ", "UBND THÀNH PHỐ ĐÔNG HÀ",
    "TỈNH ỦY QUẢNG TRỊ", "UBND HUYỆN GIO LINH", "VĂN PHÒNG CHÍNH PHỦ", "UBND TỈNH QUẢNG H1NH",
    "UBND TỈNH QUẢNG TRỊ\nUBND TỈNH GIA LAI",
])
def test_heads_that_are_no_province(head: str) -> None:
    assert find_province(head) is None


def test_every_province_is_found_by_its_name() -> None:
    provinces = [unit for unit in load_units() if unit.level == "province"]
    assert len(provinces) == 35
    for province in provinces:
        assert find_province(province.name.upper()) == province.unit_id


@pytest.mark.parametrize("name", [
    "Bắc Giang", "Bắc Kạn", "Bạc Liêu", "Bến Tre", "Bình Định", "Bình Dương", "Bình Phước", "Bình Thuận",
    "Đắk Nông", "Hà Giang", "Hà Nam", "Hải Dương", "Hậu Giang", "Hòa Bình", "Kiên Giang", "Kon Tum",
    "Long An", "Nam Định", "Ninh Thuận", "Phú Yên", "Quảng Nam", "Sóc Trăng", "Thái Bình", "Tiền Giang",
    "Trà Vinh", "Vĩnh Phúc", "Yên Bái", "Bà Rịa - Vũng Tàu",
])
def test_a_province_that_is_not_listed_is_not_taken_for_its_neighbour(name: str) -> None:
    assert find_province(f"UBND TỈNH {name.upper()}") is None

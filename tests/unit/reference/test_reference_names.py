"""Folding and the gazetteer: the 27 names of letter 694/VP-NC, what scans make of them, what is no match."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reference.names import (
    MAX_NAME_LENGTH,
    Gazetteer,
    NameMatch,
    clearly_most_similar,
    fold,
    similarity_pct,
    split_province,
    unit_key,
)
from orchestration.reference.registry import Unit, UnitAlias, load_units

LETTER_DAY = date(2023, 11, 23)
AFTER_AGENCY_MERGER = date(2025, 4, 1)
AFTER_PROVINCE_MERGER = date(2025, 8, 1)
LETTER = Path(__file__).parents[3] / "examples/letters/694-VP-NC_2023-11-28.md"

NAMES_OF_THE_LETTER = {
    "Sở Tư pháp": "H50~so-tu-phap",
    "Sở Xây dựng": "H50~so-xay-dung",
    "Sở Khoa học và Công nghệ": "H50~so-khoa-hoc-va-cong-nghe",
    "Sở Kế hoạch và Đầu tư": "H50~so-ke-hoach-va-dau-tu",
    "Sở Tài nguyên và Môi trường": "H50~so-tai-nguyen-va-moi-truong",
    "Sở Lao động, TB&XH": "H50~so-lao-dong-thuong-binh-va-xa-hoi",
    "Sở Nội vụ": "H50~so-noi-vu",
    "Sở Văn hóa, Thể thao và Du lịch": "H50~so-van-hoa-the-thao-va-du-lich",
    "Sở Tài chính": "H50~so-tai-chinh",
    "Sở Thông tin và Truyền thông": "H50~so-thong-tin-va-truyen-thong",
    "Sở Y tế": "H50~so-y-te",
    "Sở Công Thương": "H50~so-cong-thuong",
    "Sở Giáo dục và Đào tạo": "H50~so-giao-duc-va-dao-tao",
    "Sở Nông nghiệp và PTNT": "H50~so-nong-nghiep-va-phat-trien-nong-thon",
    "Sở Giao thông Vận tải": "H50~so-giao-thong-van-tai",
    "Sở Ngoại vụ": "H50~so-ngoai-vu",
    "Ban QL Khu kinh tế": "H50~ban-quan-ly-khu-kinh-te",
    "Ban Dân tộc": "H50~ban-dan-toc",
    "UBND thành phố Đông Hà": "H50~thanh-pho-dong-ha",
    "UBND thị xã Quảng Trị": "H50~thi-xa-quang-tri",
    "UBND huyện Gio Linh": "H50~huyen-gio-linh",
    "UBND huyện Vĩnh Linh": "H50~huyen-vinh-linh",
    "UBND huyện Hải Lăng": "H50~huyen-hai-lang",
    "UBND huyện Triệu Phong": "H50~huyen-trieu-phong",
    "UBND huyện Cam Lộ": "H50~huyen-cam-lo",
    "UBND huyện Đakrông": "H50~huyen-dakrong",
    "UBND huyện Hướng Hóa": "H50~huyen-huong-hoa",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def unit_of(gazetteer: Gazetteer, name: str, on: date = LETTER_DAY, parent_id: str = "H50") -> str | None:
    match = gazetteer.find(name, parent_id=parent_id, on=on)
    return match.unit_id if match else None


def test_the_names_above_are_those_of_the_letter() -> None:
    rows = re.findall(r"^\d+\t([^\t]+)\t", LETTER.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(NAMES_OF_THE_LETTER)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize("name", NAMES_OF_THE_LETTER)
def test_every_name_of_the_letter_is_matched_as_written(
    gazetteer: Gazetteer, name: str, form: Literal["NFC", "NFD", "NFKD"]
) -> None:
    match = gazetteer.find(unicodedata.normalize(form, name), parent_id="H50", on=LETTER_DAY)
    assert match is not None
    assert (match.unit_id, match.confidence_pct) == (NAMES_OF_THE_LETTER[name], 100.0)
    assert match.how in ("exact", "alias")


@pytest.mark.parametrize("name", NAMES_OF_THE_LETTER)
def test_case_and_lost_marks_do_not_matter(gazetteer: Gazetteer, name: str) -> None:
    assert unit_of(gazetteer, name.upper()) == NAMES_OF_THE_LETTER[name]
    assert unit_of(gazetteer, fold(name)) == NAMES_OF_THE_LETTER[name]


@pytest.mark.parametrize(("misread", "unit_id"), [
    ("Ban Dân tôc", "H50~ban-dan-toc"),
    ("Sở Nội vu", "H50~so-noi-vu"),
    ("Sở Văn hóa, Thể thao và Du lich.", "H50~so-van-hoa-the-thao-va-du-lich"),
    ("UBND thị xã Quảng Tri", "H50~thi-xa-quang-tri"),
    ("UBND huyện Cam Lô", "H50~huyen-cam-lo"),
    ("Sở Xây dưng", "H50~so-xay-dung"),
    ("Sở Khoa học và Công nghê", "H50~so-khoa-hoc-va-cong-nghe"),
    ("Sở Kế hoạch và Đâu tư", "H50~so-ke-hoach-va-dau-tu"),
    ("Sở Kế hoạch và Đầu tử", "H50~so-ke-hoach-va-dau-tu"),
    ("Sở Giáo dục và Đào tao,", "H50~so-giao-duc-va-dao-tao"),
    ("Sở Nông nghiệp và PINT", "H50~so-nong-nghiep-va-phat-trien-nong-thon"),
    ("Sở Lao động, TPB&XH", "H50~so-lao-dong-thuong-binh-va-xa-hoi"),
    ("UBND huyện\nHướng Hóa", "H50~huyen-huong-hoa"),
])
def test_what_tesseract_made_of_the_names(gazetteer: Gazetteer, misread: str, unit_id: str) -> None:
    assert unit_of(gazetteer, misread) == unit_id


@pytest.mark.parametrize(("spelling", "unit_id"), [
    ("UBND huyện Hướng Hoá", "H50~huyen-huong-hoa"),
    ("Huyện Đa Krông", "H50~huyen-dakrong"),
    ("Đakrông", "H50~huyen-dakrong"),
    ("Ủy ban nhân dân huyện Gio Linh", "H50~huyen-gio-linh"),
    ("Uỷ ban nhân dân huyện Gio Linh, tỉnh Quảng Trị", "H50~huyen-gio-linh"),
    ("H. Gio Linh", "H50~huyen-gio-linh"),
    ("TP. Đông Hà", "H50~thanh-pho-dong-ha"),
    ("UBND TX Quảng Trị", "H50~thi-xa-quang-tri"),
    ("UBND huyện đảo Cồn Cỏ", "H50~huyen-con-co"),
    ("Sở Công thương", "H50~so-cong-thuong"),
    ("Sở KH&ĐT", "H50~so-ke-hoach-va-dau-tu"),
    ("Sở TN&MT", "H50~so-tai-nguyen-va-moi-truong"),
    ("Sở LĐ-TB&XH", "H50~so-lao-dong-thuong-binh-va-xa-hoi"),
    ("Sở LĐTBXH", "H50~so-lao-dong-thuong-binh-va-xa-hoi"),
    ("Sở TT&TT", "H50~so-thong-tin-va-truyen-thong"),
    ("Sở NN&PTNT", "H50~so-nong-nghiep-va-phat-trien-nong-thon"),
    ("Sở GTVT", "H50~so-giao-thong-van-tai"),
    ("Sở VHTT&DL", "H50~so-van-hoa-the-thao-va-du-lich"),
    ("Sở KH&CN", "H50~so-khoa-hoc-va-cong-nghe"),
    ("Sở GD&ĐT", "H50~so-giao-duc-va-dao-tao"),
    ("BQL KKT", "H50~ban-quan-ly-khu-kinh-te"),
    ("Ban Quản lý Khu kinh tế tỉnh Quảng Trị", "H50~ban-quan-ly-khu-kinh-te"),
    ("Sở Tư pháp - tỉnh Quảng Trị", "H50~so-tu-phap"),
])
def test_other_spellings(gazetteer: Gazetteer, spelling: str, unit_id: str) -> None:
    assert unit_of(gazetteer, spelling) == unit_id


@pytest.mark.parametrize(("misread", "unit_id"), [
    ("Sở Tài chinb", "H50~so-tai-chinh"),
    ("UBND huyên Glo Linh", "H50~huyen-gio-linh"),
    ("Sở Tài nguyen và Moi trưởng cua", "H50~so-tai-nguyen-va-moi-truong"),
])
def test_a_misread_letter_is_a_fuzzy_match_that_says_so(
    gazetteer: Gazetteer, misread: str, unit_id: str
) -> None:
    match = gazetteer.find(misread, parent_id="H50", on=LETTER_DAY)
    assert match is not None
    assert (match.unit_id, match.how) == (unit_id, "fuzzy")
    assert 85 <= match.confidence_pct < 99


@pytest.mark.parametrize("name", [
    "", " ", ".", "STT", "Sở", "UBND", "UBND huyện", "Tổng cộng",
    "Sở Tài", "Sở Tài nguyên", "Sở Du lịch", "Sở Ngoi vụ", "Sở Y", "Thanh tra tỉnh",
    "Văn phòng UBND tỉnh Quảng Trị", "Sở Văn hóa", "Ban Quản lý Khu công nghiệp",
    "Quảng Trị", "UBND Quảng Trị", "UBND tỉnh Quảng Trị", "UBND thành phố Quảng Trị",
    "UBND xã Gio Linh", "UBND phường Đông Hà", "UBND thị xã Đông Hà",
    "Sở Tư pháp - tỉnh Gia Lai", "Sở Tư pháp tỉnh Quảng Bình", "UBND huyện Gio Linh, thành phố Huế",
    "Sở TC&MT", "Sở KH&TT",
])
def test_nothing_is_guessed(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name, parent_id="H50", on=LETTER_DAY) is None


def test_the_town_of_quang_tri_is_never_the_province(gazetteer: Gazetteer) -> None:
    for name in ("UBND thị xã Quảng Trị", "thị xã Quảng Tri", "UBND phường Quảng Trị", "TX Quảng Trị"):
        assert unit_of(gazetteer, name, parent_id="VN") is None
    assert unit_of(gazetteer, "UBND tỉnh Quảng Trị", parent_id="VN") == "H50"


def test_finance_and_environment_are_far_apart() -> None:
    assert similarity_pct(unit_key("Sở Tài chính"), unit_key("Sở Tài nguyên và Môi trường")) < 45


@pytest.mark.parametrize(("name", "on", "unit_id"), [
    ("Sở Tài chính", LETTER_DAY, "H50~so-tai-chinh"),
    ("Sở Tài chính", date(2025, 2, 28), "H50~so-tai-chinh"),
    ("Sở Tài chính", date(2025, 3, 1), "H50~so-tai-chinh-2025"),
    ("Sở KH&CN", AFTER_AGENCY_MERGER, "H50~so-khoa-hoc-va-cong-nghe-2025"),
    ("Sở Kế hoạch và Đầu tư", AFTER_AGENCY_MERGER, None),
    ("Sở Nông nghiệp và Môi trường", LETTER_DAY, None),
    ("Sở NN&MT", AFTER_AGENCY_MERGER, "H50~so-nong-nghiep-va-moi-truong"),
    ("Sở Tư pháp", AFTER_PROVINCE_MERGER, "H50~so-tu-phap"),
    ("Ban Quản lý Khu kinh tế", AFTER_PROVINCE_MERGER, "H50~ban-quan-ly-khu-kinh-te-2025"),
    ("UBND huyện Gio Linh", date(2025, 6, 30), "H50~huyen-gio-linh"),
    ("UBND huyện Gio Linh", date(2025, 7, 1), None),
    ("UBND xã Gio Linh", AFTER_PROVINCE_MERGER, "H50~xa-gio-linh"),
    ("Đông Hà", AFTER_PROVINCE_MERGER, "H50~phuong-dong-ha"),
    ("UBND đặc khu Cồn Cỏ", AFTER_PROVINCE_MERGER, "H50~dac-khu-con-co"),
    ("UBND xã Quảng Ninh", AFTER_PROVINCE_MERGER, "H50~xa-quang-ninh"),
])
def test_only_units_of_that_day(gazetteer: Gazetteer, name: str, on: date, unit_id: str | None) -> None:
    assert unit_of(gazetteer, name, on) == unit_id


def test_a_spelling_of_the_portal_counts_from_the_day_it_was_seen(gazetteer: Gazetteer) -> None:
    name = "UBND thành phố Quảng Ninh"
    assert unit_of(gazetteer, name, date(2026, 9, 17), "VN") is None
    assert unit_of(gazetteer, name, date(2026, 9, 27), "VN") == "H49"


def test_level_narrows_the_list(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Sở Y tế", parent_id="H50", on=LETTER_DAY, level="district") is None
    assert gazetteer.find("Sở Y tế", parent_id="H50", on=LETTER_DAY, level="agency") == NameMatch(
        "H50~so-y-te", "Sở Y tế", 100.0, "exact"
    )
    assert gazetteer.find("Sở Y tế", parent_id="H49", on=LETTER_DAY) is None


def test_suggestions_come_nearest_first(gazetteer: Gazetteer) -> None:
    near = gazetteer.suggest("UBND huyện Đông Hà", parent_id="H50", on=LETTER_DAY)
    assert near[0] == ("H50~thanh-pho-dong-ha", "UBND thành phố Đông Hà", 100.0)
    assert [pct for _, _, pct in near] == sorted((pct for _, _, pct in near), reverse=True)
    assert gazetteer.suggest("Sở Ngoi vụ", parent_id="H50", on=LETTER_DAY, limit=1) == [
        ("H50~so-ngoai-vu", "Sở Ngoại vụ", 90.9)
    ]
    assert gazetteer.suggest("qwerty", parent_id="H50", on=LETTER_DAY) == []


def test_two_units_of_one_key_are_no_match() -> None:
    units = [
        Unit(unit_id=unit_id, name=name, level="commune", parent_id="H99", source="invented")
        for unit_id, name in (("a", "UBND xã Vĩnh Thủy"), ("b", "UBND xã Vĩnh Thụy"), ("c", "UBND xã An"))
    ]
    alias = UnitAlias(unit_id="c", alias="UBND xã Án", kind="alias", source="invented")
    gazetteer = Gazetteer(units, [alias])
    assert unit_of(gazetteer, "UBND xã Vĩnh Thủy", parent_id="H99") == "a"
    assert unit_of(gazetteer, "UBND xã Vinh Thuy", parent_id="H99") is None
    assert unit_of(gazetteer, "xa an", parent_id="H99") == "c"


def test_two_near_units_are_in_doubt() -> None:
    choices = [("a", "tinh khanh hoa"), ("b", "tinh thanh hoa")]
    assert clearly_most_similar("tinh khanh hoa", choices) == ("a", 100.0)
    assert clearly_most_similar("tinh ihanh hoa", choices) is None
    assert clearly_most_similar("thanh pho khanh hoa", choices) is None
    assert clearly_most_similar("tinh khanh hoa", []) is None


def test_every_unit_is_found_by_its_own_name(gazetteer: Gazetteer) -> None:
    for unit in load_units():
        if unit.parent_id:
            on = unit.valid_from or unit.valid_to or LETTER_DAY
            assert unit_of(gazetteer, unit.name, on, unit.parent_id) == unit.unit_id


@pytest.mark.parametrize(("name", "parts"), [
    ("Sở Tư pháp tỉnh Hà Tĩnh", ("Sở Tư pháp", "tỉnh Hà Tĩnh")),
    ("Văn phòng UBND Tỉnh - Tỉnh Phú Thọ", ("Văn phòng UBND Tỉnh", "Tỉnh Phú Thọ")),
    ("UBND TP Đông Hà, tỉnh Quảng Trị", ("UBND TP Đông Hà", "tỉnh Quảng Trị")),
    ("UBND tỉnh Quảng Trị", ("UBND tỉnh Quảng Trị", "")),
    ("UBND thành phố Đông Hà", ("UBND thành phố Đông Hà", "")),
    ("UBND xã Tịnh Khê", ("UBND xã Tịnh Khê", "")),
    ("UBND xã Tinh Khê", ("UBND xã Tinh Khê", "")),
    ("UBND xã Sơn Tịnh", ("UBND xã Sơn Tịnh", "")),
])
def test_the_province_named_after_a_unit_is_split_off(name: str, parts: tuple[str, str]) -> None:
    assert split_province(name) == parts


@pytest.mark.parametrize(("text", "folded"), [
    ("Đầu tư", "dau tu"), ("ĐẦU TƯ", "dau tu"), ("Ðầu tư", "dau tu"),
    ("hóa", "hoa"), ("hoá", "hoa"), ("TB&XH", "tb va xh"), ("Tiền độ\n giải quyết (%)", "tien do giai quyet"),
    ("Sở\u00a0Y\u200b tế", "so y te"), ("", ""), ("— …", ""),
])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâđeêioôơuưyAĂÂĐEÊIOÔƠUƯỴ̛̀́̃̉ &,.-bcghklmnpqrstvx"))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    folded = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert folded == {fold(text)}


@given(st.text())
def test_the_words_for_the_committee_do_not_matter(text: str) -> None:
    keys = {unit_key(f"{words}huyện {text}") for words in ("Uỷ ban nhân dân ", "UBND ", "")}
    assert len(keys) == 1


@given(st.text(max_size=2 * MAX_NAME_LENGTH))
def test_random_text_is_no_unit(text: str) -> None:
    assert Gazetteer().find(text, parent_id="H50", on=LETTER_DAY) is None


@given(st.sampled_from(list(NAMES_OF_THE_LETTER)), st.data())
def test_one_misread_letter_never_leads_to_another_unit(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghiklmnoprstuvxy 159"))
    assert unit_of(Gazetteer(), name[:at] + letter + name[at + 1:]) in (NAMES_OF_THE_LETTER[name], None)


@given(st.sampled_from(list(NAMES_OF_THE_LETTER)), st.sampled_from(" .,-;:'|"))
def test_stray_signs_around_a_name_do_not_matter(name: str, sign: str) -> None:
    assert unit_of(Gazetteer(), f"{sign}{name} {sign}") == NAMES_OF_THE_LETTER[name]


def test_a_name_beyond_any_length_is_no_unit(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("tỉnh - " * 100_000, parent_id="H50", on=LETTER_DAY) is None
    assert gazetteer.suggest("tỉnh - " * 100_000, parent_id="H50", on=LETTER_DAY) == []

"""The page in use: sorting, searching, the keyboard, the other language, a phone, the dark, paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pdfplumber
import pytest
from conftest import Open
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
VIEWS = ("#/tinh", "#/ca-nuoc", "#/don-vi/H21", "#/van-ban")


def names(page: Page) -> list[str]:
    """The provinces of the league table, as they stand."""
    return page.locator("#league-table tbody th").all_inner_texts()


def test_sorting_by_name_follows_the_vietnamese_alphabet(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    assert names(page)[:3] == ["Đồng Tháp", "Đồng Nai", "Hải Phòng"]
    heading = page.locator("#league-table").get_by_role("button", name="Tỉnh")
    heading.click()
    assert page.locator("#league-table th[aria-sort=ascending]").inner_text().strip() == "Tỉnh"
    ordered = names(page)
    assert ordered[0] == "An Giang"
    assert ordered.index("Cà Mau") < ordered.index("Cần Thơ") < ordered.index("Đà Nẵng") < ordered.index("Gia Lai")
    heading.click()
    assert names(page) == ordered[::-1]


def test_sorting_by_a_number_puts_what_is_missing_last(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    page.locator("#league-table").get_by_role("button", name="Công khai, minh bạch").click()
    column = page.locator("#league-table tbody td:nth-child(6)").all_inner_texts()
    numbers = [float(text.replace(",", ".")) for text in column]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 14.0


@pytest.mark.parametrize("typed", ["quang tri", "QUẢNG TRỊ", "h50"])
def test_searching_needs_no_marks(tab: Open, typed: str) -> None:
    page = tab("#/ca-nuoc")
    page.get_by_role("searchbox").first.fill(typed)
    assert names(page) == ["Quảng Trị"]
    assert page.locator("#league .tally").inner_text() == "1 trên 34 dòng"


def test_filtering_the_league_by_who_rose(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    choice = page.locator("#league").get_by_label("Tăng giảm")
    assert choice.locator("option").all_inner_texts() == ["Tất cả", "Lên", "Xuống"]
    choice.select_option("Xuống")
    deltas = page.locator("#league-table tbody td:nth-child(5)").all_inner_texts()
    assert len(deltas) == 13
    assert all(delta.startswith("▼−") for delta in deltas)
    page.locator("#league").get_by_role("searchbox").fill("ha noi")
    assert page.locator("#league .tally").inner_text() == "0 trên 34 dòng"
    choice.select_option("Tất cả")
    assert names(page) == ["Hà Nội"]


def test_filtering_the_documents_by_kind(tab: Open) -> None:
    page = tab("#/van-ban")
    page.get_by_label("Loại").select_option("Công văn")
    assert page.locator("#documents-table tbody b").all_inner_texts() == ["694/VP-NC"]


def test_searching_for_what_is_not_there_says_so(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    page.get_by_role("searchbox").first.fill("xyz")
    assert page.locator("#league-table tbody").inner_text() == "Không có dòng nào khớp."


def test_the_page_speaks_english_and_remembers(tab: Open) -> None:
    page = tab("#/tinh")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="The six groups").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#total-now").inner_text() == "61.40 /100"
    page.reload()
    page.get_by_role("heading", name="What moved the total").wait_for()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_role("heading", name="Sáu nhóm chỉ số").wait_for()
    assert page.locator("#total-now").inner_text() == "61,40 /100"


def test_no_vietnamese_word_of_the_page_is_left_in_english(tab: Open) -> None:
    page = tab("#/tinh")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Calendar of cutoffs").wait_for()
    for heading in page.locator("h2, h3:not(.scope), thead, .kicker, nav").all_inner_texts():
        assert not set("ăâđêôơưạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳ") & set(heading.lower()), heading


def test_everything_is_reached_by_the_keyboard(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#league-table thead button").nth(2).focus()
    page.keyboard.press("Enter")
    assert names(page)[0] == "An Giang"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_source_box_opens_and_closes_by_key(tab: Open) -> None:
    page = tab("#/tinh")
    button = page.locator(".byline .source")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#source").wait_for()
    assert "SHA-256" in page.locator("#source").inner_text()
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")


def test_the_address_leads_back(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    page.get_by_role("link", name="Quảng Ninh").click()
    page.get_by_role("heading", name="Quảng Ninh").wait_for()
    assert page.url.endswith("#/tinh/H49")
    page.go_back()
    page.get_by_role("heading", name="Bảng xếp hạng").wait_for()


def test_an_address_that_leads_nowhere_shows_the_home_province(tab: Open) -> None:
    assert tab("#/tinh/H99").locator("h1").inner_text() == "Quảng Trị"
    assert tab("#/%3Cscript%3E").locator("h1").inner_text() == "Quảng Trị"
    assert tab("#/van-ban/khong-co").locator("h1").inner_text() == "Văn bản và kỳ chụp đã nhận"


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_never_scrolls_sideways(tab: Open, view: str) -> None:
    page = tab(view, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_name_stays_while_the_figures_pass(tab: Open) -> None:
    page = tab("#/don-vi/H50", width=390, height=844)
    scroller = page.locator("#list .scroller")
    assert "goes-on" in (scroller.get_attribute("class") or "")
    name = page.locator("#units-table tbody th").first
    before = name.bounding_box()
    scroller.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    page.wait_for_function("!document.querySelector('#list .scroller').classList.contains('goes-on')")
    assert before is not None
    assert name.bounding_box() == before
    assert before["width"] > 120


def test_on_a_phone_a_document_shows_all_it_has(tab: Open) -> None:
    page = tab("#/van-ban", width=390, height=844)
    row = page.locator("#documents-table tbody tr").last
    for cell in row.locator("td").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    title = "getComputedStyle(cell, '::before').content"
    assert row.locator("td").nth(3).evaluate(f"cell => {title}") == '"Thời điểm chốt"'


def test_the_dark_is_dark_and_can_be_chosen(tab: Open) -> None:
    page = tab("#/tinh", color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(22, 24, 27)"
    line = page.locator("#chart-path path[stroke='#7cc0ee']")
    assert line.count() > 0
    for _ in range(2):
        page.locator("#theme").click()
    assert page.locator("#theme").inner_text() == "Nền: tối"
    light = tab("#/tinh", color_scheme="dark")
    light.locator("#theme").click()
    assert light.evaluate(background) == "rgb(255, 254, 251)"
    assert light.locator("#chart-path path[stroke='#0b5583']").count() > 0


def test_on_paper_it_is_a4_without_what_only_a_screen_can_use(tab: Open, tmp_path: Path) -> None:
    page = tab("#/tinh", color_scheme="dark")
    paper = tmp_path / "page.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    with pdfplumber.open(paper) as document:
        assert [(round(sheet.width), round(sheet.height)) for sheet in document.pages] == [(595, 842)] * 2
        first = document.pages[0].extract_text()
    assert "61,40" in first
    assert "Đường đi của tổng điểm" in first
    assert "English" not in first
    assert "Rê chuột" not in first


def test_on_paper_a_long_table_has_its_heading_on_every_sheet(tab: Open, tmp_path: Path) -> None:
    page = tab("#/ca-nuoc")
    paper = tmp_path / "country.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    with pdfplumber.open(paper) as document:
        first, second = (sheet.extract_text() for sheet in document.pages[:2])
    assert "Khánh Hòa" not in first
    assert "Khánh Hòa" in second
    assert second.index("Hạng") < second.index("Khánh Hòa")


def test_a_missing_data_file_is_said(tab: Open, index: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(index.parent.resolve(), tmp_path / "copy")
    for path in (copy / "data").glob("country-*"):
        path.unlink()
    page = tab("#/tinh", page=copy / "index.html", forgiven=("country-VN", "ERR_FILE_NOT_FOUND"))
    page.get_by_role("link", name="Cả nước").click()
    page.get_by_role("alert").wait_for()
    assert "Không mở được tệp số liệu" in page.get_by_role("alert").inner_text()

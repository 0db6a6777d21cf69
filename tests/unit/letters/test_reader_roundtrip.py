"""Any table survives the way into a format and back: every row, cell and merge, in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.letters.blocks import Letter
from orchestration.letters.readers import docx, html, pdf, xlsx
from tests.letterforge import LetterSpec, TableSpec, to_docx, to_html, to_pdf, to_xlsx
from tests.letterforge.invention import table_specs

quick = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
slow = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def tables_in(letter: Letter) -> list[list[list[str]]]:
    return [[[on_one_line(cell.text) for cell in row.cells] for row in table.rows] for table in letter.tables()]


def expected(table: TableSpec) -> list[list[str]]:
    return [[on_one_line(text) for text in row] for row in table.grid()]


def assert_survives(table: TableSpec, read: Callable[[bytes], Letter], payload: bytes) -> None:
    letter = read(payload)
    assert tables_in(letter) == [expected(table)]
    assert "KẾT QUẢ ĐÁNH GIÁ NĂM 2024" in [paragraph.text for paragraph in letter.paragraphs()]


@quick
@given(table_specs())
def test_docx(table: TableSpec) -> None:
    assert_survives(table, docx.read, to_docx(LetterSpec(tables=(table,))))


@quick
@given(table_specs())
def test_html(table: TableSpec) -> None:
    assert_survives(table, html.read, to_html(LetterSpec(tables=(table,))))


@quick
@given(table_specs(), st.booleans())
def test_xlsx(table: TableSpec, typed: bool) -> None:
    assert_survives(table, xlsx.read, to_xlsx(LetterSpec(tables=(table,)), typed=typed))


@slow
@given(table_specs())
def test_pdf_wide(table: TableSpec) -> None:
    payload = to_pdf(LetterSpec(tables=(table,)), "wide", size=8, repeat_headings=False)
    assert_survives(table, pdf.read_here, payload)


@slow
@given(table_specs(max_rows=40))
def test_pdf_narrow_with_repeated_headings(table: TableSpec) -> None:
    letter = pdf.read_here(to_pdf(LetterSpec(tables=(table,)), "narrow", size=8))
    (found,) = tables_in(letter)
    headings = expected(table)[: len(table.headings)]
    kept = [row for at, row in enumerate(found) if at < len(headings) or row not in headings]
    assert kept == expected(table)
    pages = [row.page for one in letter.tables() for row in one.rows]
    assert pages == sorted(pages)
    assert len(found) - len(kept) == len(headings) * (pages[-1] - pages[0])


@slow
@given(table_specs(max_rows=30))
def test_pdf_with_rows_cut_by_the_page(table: TableSpec) -> None:
    """Nothing is lost or doubled when a page break cuts rows, wherever their parts land."""
    letter = pdf.read_here(to_pdf(LetterSpec(tables=(table,)), "narrow", size=8, split_rows=True))
    found = sorted(word for one in tables_in(letter) for row in one for cell in row for word in cell.split())
    headings = [word for row in expected(table)[: len(table.headings)] for cell in row for word in cell.split()]
    wanted = sorted(word for row in expected(table) for cell in row for word in cell.split())
    pages = {row.page for one in letter.tables() for row in one.rows}
    assert found == sorted([*wanted, *headings * (len(pages) - 1)])


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_pdf_of_another_process_is_the_same(layout: str) -> None:
    table = TableSpec((("STT", "Tên", "Tỷ lệ (%)"),), (("1", "Sở Y tế", "94,22"), ("2", "Sở Nội vụ", "-")))
    payload = to_pdf(LetterSpec(tables=(table,)), "wide" if layout == "wide" else "narrow")
    assert pdf.read(payload) == pdf.read_here(payload)

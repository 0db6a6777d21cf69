"""The comparison shows a change only where the warehouse calls it one; invented letters, figures in plain sight."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from docx import Document

from orchestration.publications.annex.comparison import comparison
from orchestration.publications.annex.files import to_docx, to_xlsx
from orchestration.publications.annex.words import reference_of
from orchestration.publications.figures import Chosen, choose
from orchestration.publications.shapes import Table
from orchestration.publications.vietnamese import shown
from orchestration.readings import Observation
from tests.integration.invented import reading, value, warehouse

JUSTICE, BUILDING, FOREIGN = "H50~so-tu-phap", "H50~so-xay-dung", "H50~so-ngoai-vu"
YEAR = ("year", "2023-01-01")


def rates(on_time: str | None, digitised: str) -> dict[str, str | Observation | None]:
    return {"TDGQ": value("TDGQ", rate_pct=on_time), "MDSH": value("MDSH", rate_pct=digitised)}


def two_letters(tmp_path: Path) -> Chosen:
    first = reading("2023-10-23", {JUSTICE: rates("94", "99.08"), BUILDING: rates("70", "100")},
                    period=YEAR, source="letter", scope="H50")  # fmt: skip
    second = reading("2023-11-23", {JUSTICE: rates("94.22", "99.05"), BUILDING: rates(None, "100"),
                                    FOREIGN: rates("93.33", "100")},
                     period=YEAR, source="letter", scope="H50")  # fmt: skip
    warehouse(tmp_path, first, second).close()
    return choose(tmp_path / "invented.duckdb", "H50")


def written(table: Table) -> list[list[str]]:
    return [[shown(v, column.kind) for v, column in zip(row, table.columns, strict=True)] for row in table.rows]


def test_letters_of_one_year_are_compared_group_by_group(tmp_path: Path) -> None:
    (table,) = comparison(two_letters(tmp_path))
    assert [(column.over, column.heading) for column in table.columns[2:]] == [
        ("Tiến độ giải quyết (%)", "Kỳ này"), ("Tiến độ giải quyết (%)", "Tăng, giảm"),
        ("Số hóa hồ sơ (%)", "Kỳ này"), ("Số hóa hồ sơ (%)", "Tăng, giảm"),
    ]  # fmt: skip
    by_unit = {row[1]: row[2:] for row in written(table)}
    assert by_unit == {
        "Sở Tư pháp": ["94,22", "+0,22", "99,05", "−0,03"],
        "Sở Xây dựng": ["–", "–", "100", "0"],
        "Sở Ngoại vụ": ["93,33", "–", "100", "–"],
    }
    assert "* Lần chốt trước: 16h ngày 23/10/2023. Tăng, giảm chỉ ghi khi hai lần so sánh được." in table.notes
    assert any("Nguồn không công bố giá trị lần này" in note for note in table.notes)


def test_a_heading_over_two_columns_is_one_cell(tmp_path: Path) -> None:
    chosen = two_letters(tmp_path)
    tables = comparison(chosen)
    drawn = Document(io.BytesIO(to_docx(tables, reference_of(chosen), "t"))).tables[0]
    assert [cell.text for cell in drawn.rows[0].cells] == [
        "STT", "Tên cơ quan/ đơn vị", *["Tiến độ giải quyết (%)"] * 2, *["Số hóa hồ sơ (%)"] * 2,
    ]  # fmt: skip
    assert drawn.cell(0, 2)._tc is drawn.cell(0, 3)._tc
    assert drawn.cell(0, 0)._tc is drawn.cell(1, 0)._tc
    page = openpyxl.load_workbook(io.BytesIO(to_xlsx(tables, reference_of(chosen), "t"))).active
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"A6:A7", "B6:B7", "C6:D6", "E6:F6"} <= merged
    formats = {cell.value: cell.number_format for row in page.iter_rows() for cell in row}
    assert (formats[0.22], formats[-0.03], formats[94.22]) == ("+0.00;-0.00;0", "+0.00;-0.00;0", "0.00")


def test_another_year_is_never_compared(tmp_path: Path) -> None:
    first = reading("2022-11-23", {JUSTICE: rates("94", "99")}, period=("year", "2022-01-01"), source="letter",
                    scope="H50")  # fmt: skip
    second = reading("2023-11-23", {JUSTICE: rates("95", "99")}, period=YEAR, source="letter", scope="H50")
    warehouse(tmp_path, first, second).close()
    assert comparison(choose(tmp_path / "invented.duckdb", "H50")) == []


def test_units_with_totals_show_their_ranks(tmp_path: Path) -> None:
    first = reading("2026-10-04", {JUSTICE: {"TOTAL": "60"}, FOREIGN: {"TOTAL": "70"}}, scope="H50")
    second = reading("2026-10-05", {JUSTICE: {"TOTAL": "71"}, FOREIGN: {"TOTAL": "70.5"}}, scope="H50")
    warehouse(tmp_path, first, second).close()
    (table,) = comparison(choose(tmp_path / "invented.duckdb", "H50"))
    assert [row[1:] for row in written(table)] == [
        ["Sở Tư pháp", "60", "71", "+11", "2", "1", "+1"],
        ["Sở Ngoại vụ", "70", "70,5", "+0,5", "1", "2", "−1"],
    ]
    assert table.width_mm <= 165

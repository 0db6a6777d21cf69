"""What the data may hold: names that are programs, breaks, values that are missing, nothing at all."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from conftest import Open, rewritten
from test_page_figures import cells, series

from orchestration.publications.page import make_page
from orchestration.settings import Settings
from tests.integration.invented import reading, six, value, warehouse

pytestmark = pytest.mark.browser
SCRIPT = "<script>document.title='owned'</script>"
PICTURE = "<img src=x onerror=\"document.title='owned'\">"
TOTAL_LACKS_GROUP = "Tổng điểm của một bên thiếu nhóm mà các đơn vị ngang cấp có"


def test_invented_figures_are_called_so_above_every_view(tab: Open, loaded: Settings, tmp_path: Path) -> None:
    invented = rewritten(
        loaded.current, tmp_path,
        "insert into core.reading_notes by name select snapshot_key, 'demo_answer' as rule, 'warning' as severity, "
        "'' as place, 'x' as text_vi, 'x' as text_en from core.snapshots where source = 'portal'",
    )  # fmt: skip
    index = make_page(invented, tmp_path)
    for address in ("#/tinh/H50", "#/ca-nuoc", "#/don-vi/H21", "#/van-ban"):
        strip = tab(address, page=index).locator("#invented")
        assert strip.is_visible()
        assert strip.inner_text().startswith("Số liệu minh họa, không phải số liệu thật: 6 trong 7 bộ số liệu")
    page = tab("#/tinh/H50", page=index)
    assert "Cổng minh họa (không phải số liệu thật)" in page.locator(".source").first.inner_text()
    page.locator("#language").click()
    assert page.locator("#invented").inner_text().startswith("Not real figures: 6 of 7 sets")
    page.emulate_media(media="print")
    assert page.locator("#invented").is_visible()
    assert not tab("#/tinh/H50").locator("#invented").is_visible()


def test_a_name_that_is_a_program_is_only_text(tab: Open, loaded: Settings, tmp_path: Path) -> None:
    planted = rewritten(
        loaded.current,
        tmp_path,
        f"update core.units set name = $${SCRIPT}$$ where unit_id = 'H50'",
        f"update core.units set name = $${PICTURE}$$ where unit_id = 'H21.17'",
    )
    index = make_page(planted, tmp_path)
    page = tab("#/tinh/H50", page=index)
    assert page.locator("h1").inner_text() == SCRIPT
    assert page.title() == f"{SCRIPT} – Chỉ số 766"
    units = tab("#/don-vi/H21", page=index)
    assert PICTURE in units.locator("#units-table").inner_text()
    country = tab("#/ca-nuoc", page=index)
    assert SCRIPT in country.locator("#league-table").inner_text()
    for each in (page, units, country):
        assert each.locator("img, main script").count() == 0
        each.locator("#chart-path, #multiple-CKMB, h1").first.hover()


@pytest.mark.parametrize("days", [["2026-10-01"], ["2026-10-01", "2026-10-02"], ["2026-10-01", "2026-10-03"]])
def test_an_axis_of_days_writes_no_day_twice(tab: Open, tmp_path: Path, days: list[str]) -> None:
    groups = ("10", "10", "10", "10", "10", "10")
    warehouse(tmp_path, *(reading(day, {"H50": six("60", *groups), "H49": six("61", *groups)}) for day in days)).close()
    page = tab("#/tinh/H50", page=make_page(tmp_path / "invented.duckdb", tmp_path))
    words = page.locator("#chart-path svg text").all_text_contents()
    written = [word for word in words if re.fullmatch(r"\d\d/\d\d", word)]
    assert written
    assert len(written) == len(set(written))


def test_a_break_is_drawn_as_a_break_and_says_why(tab: Open, tmp_path: Path) -> None:
    groups = ("10", "10", "10", "10", "10", "10")
    readings = [
        reading("2026-10-01", {"H50": six("60", *groups), "H49": six("61", *groups)}),
        reading("2026-10-02", {"H50": six("62", *groups), "H49": six("61", *groups)}),
        reading("2026-10-03", {"H50": {"TOTAL": value("TOTAL", "50", max_score="90")}, "H49": six("61", *groups)}),
        reading("2026-10-04", {"H50": {"TOTAL": value("TOTAL", "51", max_score="90")}, "H49": six("61", *groups)}),
    ]
    warehouse(tmp_path, *readings).close()
    page = tab("#/tinh/H50", page=make_page(tmp_path / "invented.duckdb", tmp_path))
    (line,) = series(page, "#chart-path")
    assert [value for _, value in line["data"]] == [60, 62, None, 50, None, 51]
    marks = page.locator("#chart-path").evaluate("canvas => canvas.chart.getOption().series[0].markLine.data")
    assert [mark["name"] for mark in marks] == ["Điểm tối đa đã thay đổi", TOTAL_LACKS_GROUP]
    assert page.locator("#chart-path").evaluate("canvas => canvas.chart.getOption().series[0].lineStyle.type") == [6, 4]
    page.locator("#path summary").click()
    broken = page.locator("#path-table .break")
    told = [mark.get_attribute("aria-label") for mark in broken.all()]
    assert told == [TOTAL_LACKS_GROUP, "Điểm tối đa đã thay đổi"]
    assert [row[2] for row in cells(page, "#path-table")] == ["⌿", "⌿", "▲+2,00", "–"]
    assert page.locator("#total-now").inner_text() == "51,00 /90"
    assert page.locator("tr[data-indicator=CKMB]").inner_text().count("không công bố") == 1


def test_where_cutoffs_were_missed_the_line_is_cut_and_the_change_stands(tab: Open, tmp_path: Path) -> None:
    groups = ("10", "10", "10", "10", "10", "10")
    held = [{"H50": six(total, *groups), "H49": six("61", *groups)} for total in ("60", "61", "63")]
    readings = [reading(day, each) for day, each in zip(("2026-10-01", "2026-10-02", "2026-10-05"), held, strict=True)]
    warehouse(tmp_path, *readings).close()
    with duckdb.connect(str(tmp_path / "invented.duckdb")) as connection:
        connection.execute(
            "insert into core.cutoff_log by name select timestamptz '2026-10-03 16:00:00+07' + interval 1 day * n as "
            "cutoff_at, 'missed' as outcome, 0 as planned_count, 0 as answered_count, 0 as refused_count, "
            "'' as text_vi, '' as text_en from range(2) as r (n)"
        )
    page = tab("#/tinh/H50", page=make_page(tmp_path / "invented.duckdb", tmp_path))
    (line,) = series(page, "#chart-path")
    assert [value for _, value in line["data"]] == [60, 61, None, 63]
    marks = page.locator("#chart-path").evaluate("canvas => canvas.chart.getOption().series[0].markLine.data")
    assert [mark["name"] for mark in marks] == ["2 lần chốt ở giữa không lấy được"]
    page.locator("#path summary").click()
    assert [row[2] for row in cells(page, "#path-table")] == ["▲+2,00", "▲+1,00", "–"]


def test_many_findings_are_folded(tab: Open, loaded: Settings, tmp_path: Path) -> None:
    many = rewritten(
        loaded.current, tmp_path, "create table kept as from main.findings", "drop view main.findings",
        "create view main.findings as from kept union all by name "
        "select kept.* replace ('H50' as unit_id) from kept, range(40) where kept.rule = 'base_changed'",
    )  # fmt: skip
    page = tab("#/tinh/H50", page=make_page(many, tmp_path))
    assert page.locator("#findings > .findings > li").count() == 6
    fold = page.locator("#findings > details").first
    assert fold.locator("summary").inner_text().startswith("Xem thêm ")
    fold.locator("summary").click()
    assert fold.locator("li").count() > 20


def test_a_missing_value_is_no_zero(tab: Open, tmp_path: Path) -> None:
    groups = ("0", "10", None, "10", "10", "10")
    held = {"H50": six("60", *groups), "H49": six(None, *groups)}  # type: ignore[arg-type]
    warehouse(tmp_path, reading("2026-10-01", held)).close()
    page = tab("#/ca-nuoc", page=make_page(tmp_path / "invented.duckdb", tmp_path))
    shown = {row[2]: row for row in cells(page, "#league-table")}
    assert shown["Quảng Ninh"][3] == "–"
    assert shown["Quảng Trị"][5:8] == ["0,00", "10,00", "–"]
    page.locator("#league-table").get_by_role("button", name="Tổng điểm").click()
    assert cells(page, "#league-table")[-1][2] == "Quảng Ninh"


def test_a_warehouse_without_figures_makes_a_page_that_says_so(tab: Open, tmp_path: Path) -> None:
    warehouse(tmp_path).close()
    index = make_page(tmp_path / "invented.duckdb", tmp_path)
    for view in ("#/tinh", "#/ca-nuoc", "#/don-vi"):
        assert tab(view, page=index).locator("main").inner_text() == "Chưa có số liệu nào được công bố."


def test_ranks_among_different_cohorts_are_not_joined(tab: Open, tmp_path: Path) -> None:
    groups = ("10", "10", "10", "10", "10", "10")
    two = {"H50": six("60", *groups), "H49": six("61", *groups)}
    three = two | {"H21": six("62", *groups)}
    warehouse(tmp_path, *(reading(f"2026-10-0{day}", held) for day, held in enumerate([two, two, three], 1))).close()
    page = tab("#/tinh/H50", page=make_page(tmp_path / "invented.duckdb", tmp_path))
    (total,), (rank,) = series(page, "#chart-path"), series(page, "#chart-rank")
    assert [value for _, value in total["data"]] == [60, 60, 60]
    assert [value for _, value in rank["data"]] == [2, 2, None, 3]
    marks = page.locator("#chart-rank").evaluate("canvas => canvas.chart.getOption().series[0].markLine.data")
    assert [mark["name"] for mark in marks] == ["Nhóm được xếp hạng không còn như lần trước"]

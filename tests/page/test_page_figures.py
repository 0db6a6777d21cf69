"""Every figure on the page is the one in the published file: read back from the browser, compared with SQL."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from conftest import Open, vietnamese
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Sql = Callable[[str], list[tuple[Any, ...]]]
GROUPS = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
NEWEST = "source = 'portal' and scope_unit_id = 'VN' and cutoff_at = (select newest_cutoff_at from published)"


def cells(page: Page, selector: str) -> list[list[str]]:
    """The texts of a table's body."""
    return page.locator(f"{selector} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )


def series(page: Page, selector: str) -> list[dict[str, Any]]:
    """What a chart was asked to draw."""
    return page.locator(selector).evaluate(
        """canvas => canvas.chart.getOption().series.map(one => ({name: one.name, type: one.type, data: one.data.map(
            point => point !== null && typeof point === "object" && "value" in point ? point.value : point)}))"""
    )


def test_the_province_now(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    ((value, rank, size, median, delta),) = sql(
        f"select value, rank, cohort_size, round(cohort_median, 2), delta from trends_by_cutoff where {NEWEST} "
        "and unit_id = 'H50' and indicator_id = 'TOTAL'"
    )
    assert (value, rank) == (Decimal("61.4000"), 22)
    assert page.locator("#total-now").inner_text() == f"{vietnamese(value)} /100"
    assert page.locator("#rank-now").inner_text() == f"{rank} /{size}"
    assert page.locator("#median-now").inner_text() == vietnamese(median)
    assert vietnamese(delta, signed=True) in page.locator(".figures").inner_text()
    assert page.locator(".lead .tag").inner_text() == "Tạm tính"


def test_period_by_period(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    expected = sql(
        "select 'Năm ' || year(period_start), r.text_vi, max(value) filter (indicator_id = 'TOTAL'), "
        "max(value) filter (indicator_id = 'MDSH') from trends_by_period join break_reasons as r using (break_reason) "
        "where unit_id = 'H50' group by all order by 1 desc"
    )
    shown = cells(page, "#periods-table")
    assert len(shown) == 2
    for told, (period, reason, total, last) in zip(shown, expected, strict=True):
        assert told[0].startswith(period)
        assert [told[1], told[2], told[9], told[11]] == [vietnamese(total), "–", vietnamese(last), reason]
    assert page.locator("#chart-periods").count() == 0


def test_the_six_groups(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    expected = {
        row[0]: row[1:]
        for row in sql(
            f"select indicator_id, value, delta, rank from trends_by_cutoff where {NEWEST} and unit_id = 'H50'"
        )
    }
    for group, shown in zip(GROUPS, cells(page, "#groups table"), strict=True):
        value, delta, rank = expected[group]
        assert shown[2].startswith(f"{vietnamese(value)} /")
        assert shown[3].lstrip("▲▼") == vietnamese(delta, signed=True)
        assert shown[4].startswith(f"{rank} trên 34")


def test_the_way_of_the_total_and_of_the_rank(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    expected = sql(
        "select value::double, rank, epoch_ms(cutoff_at at time zone 'Asia/Ho_Chi_Minh') // 60000 "
        "from trends_by_cutoff where unit_id = 'H50' and indicator_id = 'TOTAL' and source = 'portal' "
        "order by cutoff_at"
    )
    (total,), (rank,) = series(page, "#chart-path"), series(page, "#chart-rank")
    assert [(value, at // 60000) for at, value in total["data"]] == [(value, at) for value, _, at in expected]
    assert [value for _, value in rank["data"]] == [rank for _, rank, _ in expected]


def test_the_table_under_a_chart_says_the_same_with_its_source(tab: Open) -> None:
    page = tab("#/tinh/H50")
    page.locator("#path summary").click()
    newest, *_, oldest = cells(page, "#path-table")
    assert newest[:4] == ["05/10/2026 14:00", "61,40", "▲+0,41", "22"]
    assert oldest[:4] == ["17/09/2026 10:40", "60,77", "–", "21"]
    page.locator("#path-table .source").first.click()
    told = page.locator("#source").inner_text()
    assert "Cổng Dịch vụ công quốc gia" in told
    assert "service-results#/data/evaluation" in told
    assert "portal.VN.year-2026.20261005T070030Z" in told


def test_what_moved_the_total_adds_up(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    page.locator("#moved summary").click()
    shown = {name: value for name, value in cells(page, "#moved-table")}
    expected = sql(
        "select part_vi, contribution from contributions where unit_id = 'H50' and indicator_id = 'TOTAL' "
        "and cutoff_at = (select newest_cutoff_at from published) and kind = 'by_indicator'"
    )
    assert len(expected) == 6
    for name, contribution in expected:
        assert shown[name] == vietnamese(contribution, signed=True)
    assert shown["Trước (04/10/2026)"] == "60,99"
    assert shown["Nay (05/10/2026)"] == "61,40"
    _, parts, marks = series(page, "#chart-moved")
    assert [value for value in marks["data"] if value != "-"] == [60.99, 61.4]
    assert sorted(value for value in parts["data"] if value != "-") == [0, 0, 0, 0, 0.01, 0.42]


def test_the_gaps(tab: Open, sql: Sql) -> None:
    page = tab("#/tinh/H50")
    expected = sql(
        "select i.name_vi, g.gap from point_gaps as g join indicators as i using (indicator_id) "
        "where unit_id = 'H50' and g.source = 'portal' and i.kind = 'group' order by gap desc"
    )
    assert [(row[0], row[-1]) for row in cells(page, "#gaps-table")] == [(n, vietnamese(g)) for n, g in expected]


def test_the_league_table(tab: Open, sql: Sql) -> None:
    page = tab("#/ca-nuoc")
    expected = sql(
        f"select rank, unit_name, total, ckmb, tdgq, clgq, tttt, mdhl, mdsh from league_table where {NEWEST} "
        "and level = 'province' order by rank, unit_id"
    )
    shown = cells(page, "#league-table")
    assert len(shown) == len(expected) == 34
    for told, (rank, name, *values) in zip(shown, expected, strict=True):
        assert told[0] == str(rank)
        assert name.endswith(told[2])
        assert [told[3], *told[5:]] == [vietnamese(value) for value in values]


def test_the_heat_map_and_the_small_multiples(tab: Open, sql: Sql) -> None:
    page = tab("#/ca-nuoc")
    row = next(row for row in cells(page, "#heat-table") if row[1] == "Quảng Trị")
    assert row[2:] == ["8,00", "17,17", "8,85", "6,66", "10,66", "10,06"]
    for group in GROUPS:
        lines = series(page, f"#multiple-{group}")
        assert len(lines) == 34 + 1
        (own,) = [line for line in lines if line["name"] == "H50"]
        expected = sql(
            f"select value::double from trends_by_cutoff where unit_id = 'H50' and indicator_id = '{group}' "
            "and source = 'portal' order by cutoff_at"
        )
        assert [value for _, value in own["data"]] == [value for (value,) in expected]


def test_the_national_line_is_not_compared_across_its_change_of_base(tab: Open) -> None:
    page = tab("#/ca-nuoc")
    assert "61,86" in page.locator(".lead").inner_text()
    province = tab("#/tinh/H50")
    told = province.locator("#findings").inner_text()
    assert 'Dòng "Cả nước" đổi từ 56,56 sang 61,56 do đổi cơ sở tính' in told


def test_units_of_a_province(tab: Open, sql: Sql) -> None:
    page = tab("#/don-vi/H21/commune_portal_year_2026-01-01")
    expected = sql(
        "select rank, unit_name, total from league_table where scope_unit_id = 'H21' and level = 'commune' "
        "order by rank, unit_name"
    )
    assert len(expected) == 135
    page.get_by_role("button", name="Hiện thêm").click()
    shown = {(row[0], row[1].split("H21.")[0], row[2]) for row in cells(page, "#units-table")}
    assert shown == {(str(rank), name, vietnamese(total)) for rank, name, total in expected}


def test_the_letter_as_published(tab: Open) -> None:
    page = tab("#/van-ban")
    assert page.locator("#documents-table tbody tr").count() == 7
    page.get_by_role("row", name="694/VP-NC").get_by_role("link", name="Xem").click()
    page.get_by_role("heading", name="Công văn 694/VP-NC").wait_for()
    tables = page.locator("main section")
    assert tables.count() == 3
    shown = tables.nth(1).locator("tbody tr").evaluate_all("rows => rows.map(row => row.innerText.split('\\t'))")
    assert shown[0] == ["1", "Sở Tư pháp", "94,22", "35", "1,5", "33,3", "99,08"]
    assert shown[17] == ["18", "Ban Dân tộc", "66,67", "16,7", "0", "24,7", "0"]
    shown = tables.nth(2).locator("tbody tr").evaluate_all("rows => rows.map(row => row.innerText.split('\\t'))")
    assert shown[8] == ["9", "UBND huyện Hướng Hóa", "98,16", "21,3", "0", "100%", "38,11"]
    assert "12,2/18 điểm" in tables.nth(0).inner_text()


def test_a_letter_without_a_total_has_no_total_and_no_median(tab: Open) -> None:
    page = tab("#/tinh/H50/series-H50-letter-nam-2023-01-01")
    assert page.locator(".lead").inner_text().count("Nguồn không công bố tổng điểm") == 1
    assert page.locator("#total-now").count() == 0
    assert page.locator(".bullet-median").count() == 0
    assert "không công bố" in page.locator("tr[data-indicator=TTTT]").inner_text()

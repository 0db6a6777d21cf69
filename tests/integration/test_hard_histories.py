"""Histories that tempt to a false line: what may not be compared is not, and says why.

Belongs here: invented histories, each with what a hostile reader would catch. Does not belong here:
single relations in fair weather (`test_trends_by_period`, `test_why_scores_moved`, `test_two_accounts`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from invented import reading, six, value, warehouse

from orchestration.readings import Reading, UnitSighting
from orchestration.warehouse.checks import run_checks
from orchestration.warehouse.load import load_reading

WHOLE = six("60", "10", "16", "8", "6", "10", "10")
WITHOUT_PAYMENT = six("54", "10", "16", "8", None, "10", "10")
LETTER = {"source": "letter", "scope": "H50", "period": ("year", "2023-01-01")}


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def totals(connection: duckdb.DuckDBPyConnection, unit: str) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        "select value, previous_value, delta, rank, rank_change, break_reason, rank_break_reason "
        f"from trends_by_cutoff where unit_id = '{unit}' and indicator_id = 'TOTAL' order by cutoff_at",
    )


def failing(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {result.check.name for result in run_checks(connection, whole=True) if not result.passed}


def test_a_total_without_a_group_falls_and_rises_for_nobody(tmp_path: Path) -> None:
    """60, then 54 because payment is missing, then 60 again: nobody lost or won six points."""
    others = {"H05": WHOLE, "H01": WHOLE}
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": WHOLE, **others}),
        reading("2026-10-02", {"H50": WITHOUT_PAYMENT, **others}),
        reading("2026-10-03", {"H50": WHOLE, **others}),
    ) as connection:
        assert totals(connection, "H50") == [
            (60, None, None, 1, None, "first_observation", "first_observation"),
            (54, 60, None, None, None, "group_missing", "group_missing"),
            (60, 54, None, 1, None, "group_missing", "group_missing"),
        ]
        assert totals(connection, "H05")[1:] == [(60, 60, 0, 1, None, None, "cohort_changed")] * 2
        assert rows(connection, "select * from contributions where unit_id = 'H50' and indicator_id = 'TOTAL'") == []
        assert rows(connection, "select direction from movers where unit_id = 'H50' and indicator_id = 'TOTAL'") == [
            (None,)
        ]
        assert failing(connection) == set()


def test_a_total_without_a_group_is_told_of_and_is_no_change_between_periods(tmp_path: Path) -> None:
    august, september = ("month", "2026-08-01"), ("month", "2026-09-01")
    with warehouse(
        tmp_path,
        reading("2026-09-02", {"H50": WHOLE, "H05": WHOLE, "H01": WHOLE}, period=august),
        reading("2026-10-02", {"H50": WITHOUT_PAYMENT, "H05": WHOLE, "H01": WHOLE}, period=september),
    ) as connection:
        assert rows(
            connection,
            "select delta, break_reason, rank_break_reason from trends_by_period "
            "where unit_id = 'H50' and indicator_id = 'TOTAL' and period_start = '2026-09-01'",
        ) == [(None, "group_missing", "group_missing")]
        ((unit, text, evidence),) = rows(
            connection, "select unit_id, text_vi, evidence from findings where rule = 'total_without_group'"
        )
        assert unit == "H50"
        assert text == (
            "Nguồn ghi tổng 54,00 nhưng không có nhóm «Thanh toán trực tuyến»: không xếp hạng và không so với lần khác."
        )
        assert len(rows(connection, evidence)) == 1


def test_a_snapshot_of_two_refreshes_stands_apart(tmp_path: Path) -> None:
    both = {"H50": WHOLE, "H05": WHOLE}
    with warehouse(
        tmp_path,
        reading("2026-10-01", both),
        reading("2026-10-02", both | {"H50": WHOLE | {"TOTAL": "70"}}, is_mixed_refresh=True),
        reading("2026-10-03", both | {"H50": WHOLE | {"TOTAL": "60.01"}}),
    ) as connection:
        assert [row[:3] + row[5:] for row in totals(connection, "H50")][1:] == [
            (70, 60, None, "mixed_refresh", "mixed_refresh"), (Decimal("60.01"), 60, Decimal("0.01"), None, None),
        ]  # fmt: skip
        assert rows(connection, "select count(*) from contributions where cutoff_at::date = '2026-10-02'") == [(0,)]
        assert rows(connection, "select value from latest where unit_id = 'H50' and indicator_id = 'TOTAL'") == [
            (Decimal("60.01"),)
        ]


def test_a_single_unit_has_a_change_and_no_rank(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": WHOLE}, scope="H50"),
        reading("2026-10-02", {"H50": WHOLE}, scope="H50"),
    ) as connection:
        assert totals(connection, "H50")[1] == (60, 60, 0, None, None, None, "not_ranked")


def test_one_other_unit_makes_another_cohort(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": WHOLE, "H05": WHOLE, "H01": WHOLE}),
        reading("2026-10-02", {"H50": WHOLE, "H05": WHOLE, "H12": WHOLE}),
    ) as connection:
        assert totals(connection, "H50")[1] == (60, 60, 0, 1, None, None, "cohort_changed")
        assert totals(connection, "H12") == [
            (60, None, None, 1, None, "previous_value_missing", "previous_value_missing")
        ]
        assert rows(connection, "select count(*) from contributions where kind = 'by_unit'") == [(0,)]


def test_ties_at_either_edge_share_their_rank(tmp_path: Path) -> None:
    def of(*scores: str) -> dict[str, dict[str, str]]:
        return {code: {"TOTAL": score} for code, score in zip(("H01", "H05", "H12", "H50"), scores, strict=True)}

    with warehouse(
        tmp_path,
        reading("2026-10-01", of("70", "60", "60", "50")),
        reading("2026-10-02", of("70", "70", "50", "50")),
    ) as connection:
        ranked = (
            "select unit_id, rank, rank_change, percentile_pct from trends_by_cutoff "
            "where cutoff_at::date = '{}' order by 1"
        )
        assert [row[1] for row in rows(connection, ranked.format("2026-10-01"))] == [1, 2, 2, 4]
        assert rows(connection, ranked.format("2026-10-02")) == [
            ("H01", 1, 0, 100), ("H05", 1, 1, 100), ("H12", 3, -1, Decimal("33.33")), ("H50", 3, 1, Decimal("33.33")),
        ]  # fmt: skip
        assert failing(connection) == set()


def test_a_unit_of_nulls_has_neither_rank_nor_change(tmp_path: Path) -> None:
    nothing: dict[str, None] = dict.fromkeys(WHOLE)
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": nothing, "H05": WHOLE, "H01": WHOLE}),
        reading("2026-10-02", {"H50": nothing, "H05": WHOLE, "H01": WHOLE}),
    ) as connection:
        assert totals(connection, "H50")[1] == (None, None, None, None, None, "value_missing", "value_missing")
        assert totals(connection, "H05")[1][3:5] == (1, 0)
        assert rows(connection, "select count(*) from coverage where unit_id = 'H50' and reason is not null") == [(12,)]


def test_a_province_seen_now_and_then_is_compared_with_nothing_it_was_not_in(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": WHOLE, "H05": WHOLE, "H01": WHOLE}),
        reading("2026-10-02", {"H05": WHOLE, "H01": WHOLE}),
        reading("2026-10-03", {"H50": WHOLE, "H05": WHOLE, "H01": WHOLE}),
    ) as connection:
        assert [row[5] for row in totals(connection, "H50")] == ["first_observation", "previous_value_missing"]
        reasons = ["first_observation", "cohort_changed", "cohort_changed"]
        assert [row[6] for row in totals(connection, "H05")] == reasons
        assert rows(
            connection,
            "select cutoff_at::date::varchar from coverage where unit_id = 'H50' and reason = 'absent_at_source'",
        ) == [("2026-10-02",)]


def corrected(cutoff: str, score: str, signed: date, arrived: str, number: str) -> Reading:
    return reading(
        cutoff, {"H50": {"CKMB": score}}, observed=arrived, document_date=signed, document_number=number, **LETTER
    )


def test_a_correction_that_comes_after_later_cutoffs_rewrites_what_they_are_compared_with(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        corrected("2023-06-23", "10", date(2023, 6, 24), "2023-06-25", "1"),
        corrected("2023-11-23", "12", date(2023, 11, 24), "2023-11-25", "2"),
        corrected("2023-06-23", "10.5", date(2023, 12, 24), "2023-12-25", "3"),
    ) as connection:
        assert rows(connection, "select value, delta from trends_by_cutoff order by cutoff_at") == [
            (Decimal("10.5"), None), (12, Decimal("1.5")),
        ]  # fmt: skip
        assert rows(
            connection, "select score, is_current from observation_history order by known_from"
        ) == [(10, False), (12, True)]
        assert rows(
            connection, "select kind, first_value, previous_value, latest_value, change_count from revisions"
        ) == [("corrected_document", 10, Decimal("10.5"), 12, 2)]
        assert failing(connection) == set()


def test_a_correction_received_before_the_letter_it_corrects_stays_in_force(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        corrected("2023-06-23", "10.5", date(2023, 6, 30), "2023-07-01", "3"),
        corrected("2023-06-23", "10", date(2023, 6, 24), "2023-07-05", "1"),
    ) as connection:
        assert rows(connection, "select value from latest") == [(Decimal("10.5"),)]
        assert rows(connection, "select score, is_current from observation_history") == [(Decimal("10.5"), True)]
        assert rows(connection, "select kind, first_value, latest_value from revisions") == [
            ("corrected_document", 10, Decimal("10.5"))
        ]
        assert failing(connection) == set()


def test_a_letter_silent_about_a_unit_changes_no_belief_about_it(tmp_path: Path) -> None:
    """The newest letter leaves H50 out; one older than it arrives later and is still the newest about H50."""
    letter = {"source": "letter", "scope": "VN", "period": ("year", "2023-01-01")}
    with warehouse(
        tmp_path,
        reading("2023-09-25", {"H50": {"CKMB": "7"}, "H05": {"CKMB": "8"}}, observed="2023-09-26", **letter),
        reading("2023-10-30", {"H05": {"CKMB": "9"}}, observed="2023-11-01", **letter),
        reading("2023-10-22", {"H50": {"CKMB": "1.75"}, "H05": {"CKMB": "8.5"}}, observed="2023-11-05", **letter),
    ) as connection:
        assert rows(
            connection,
            "select unit_id, score, known_from::date::varchar, is_current from observation_history order by 1, 3",
        ) == [
            ("H05", 8, "2023-09-26", False), ("H05", 9, "2023-11-01", True),
            ("H50", 7, "2023-09-26", False), ("H50", Decimal("1.75"), "2023-11-05", True),
        ]  # fmt: skip
        assert failing(connection) == set()


def test_values_of_two_methodologies_are_no_revision_of_one_another(tmp_path: Path) -> None:
    year = {"source": "letter", "scope": "H50", "period": ("year", "2025-01-01")}
    with warehouse(
        tmp_path,
        reading("2025-12-20", {"H50": {"CKMB": "10"}}, document_number="1", **year),
        reading("2026-01-05", {"H50": {"CKMB": "12"}}, document_number="2", **year),
        reading("2026-01-10", {"H50": {"CKMB": "12.5"}}, document_number="3", **year),
    ) as connection:
        assert rows(connection, "select value, delta, break_reason from trends_by_cutoff order by cutoff_at") == [
            (10, None, "first_observation"), (12, None, "methodology_changed"), (Decimal("12.5"), Decimal("0.5"), None),
        ]  # fmt: skip
        assert rows(
            connection, "select methodology_id, kind, first_value, latest_value, version_count from revisions"
        ) == [("letter-2026", "closed_period", 12, Decimal("12.5"), 2)]


def test_a_closed_month_rewritten_thrice_is_one_revision(tmp_path: Path) -> None:
    january = ("month", "2026-01-01")
    told = (("2026-01-20", "30"), ("2026-02-03", "36.23"), ("2026-03-01", "38.72"), ("2026-04-01", "38.72"),
            ("2026-10-10", "37"))  # fmt: skip
    with warehouse(tmp_path, *[reading(day, {"H50": {"TOTAL": score}}, period=january) for day, score in told]) as it:
        assert rows(
            it,
            "select kind, first_value, previous_value, latest_value, changed_at::date::varchar, change_count, "
            "version_count from revisions",
        ) == [("closed_period", 30, Decimal("38.72"), 37, "2026-10-10", 3, 5)]
        assert rows(it, "select count(*) from observation_history") == [(4,)]
        assert failing(it) == set()


def test_an_older_snapshot_that_comes_late_stands_where_it_belongs(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": {"TOTAL": "60"}}),
        reading("2026-10-05", {"H50": {"TOTAL": "62"}}),
    ) as connection:
        load_reading(connection, reading("2026-10-03", {"H50": {"TOTAL": "63"}}, observed="2026-10-20"), "late")
        connection.execute("update core.build set observation_count = 3")
        assert [row[:3] for row in totals(connection, "H50")] == [(60, None, None), (63, 60, 3), (62, 63, -1)]
        assert rows(connection, "select direction, streak_length, streak_delta from movers") == [("fell", 1, -1)]
        assert rows(connection, "select score from observation_history order by known_from") == [(60,), (62,)]
        assert failing(connection) == set()


def test_the_same_content_twice_is_one_snapshot_and_two_sources_are_two_series(tmp_path: Path) -> None:
    letter = {"source": "letter", "scope": "H50"}
    with warehouse(
        tmp_path,
        reading("2026-10-01", {"H50": WHOLE, "H05": WHOLE}),
        reading("2026-10-01", {"H50": WHOLE, "H05": WHOLE}, observed="2026-10-03"),
        reading("2026-10-01", {"H50": {"CKMB": "11"}}, **letter),
        reading("2026-10-02", {"H50": {"CKMB": "11.5"}}, **letter),
    ) as connection:
        assert rows(connection, "select status from loads order by load_number") == [
            ("loaded",), ("same_as",), ("loaded",), ("loaded",),
        ]  # fmt: skip
        assert rows(
            connection,
            "select source, value, delta from trends_by_cutoff where unit_id = 'H50' and indicator_id = 'CKMB' "
            "order by source, cutoff_at",
        ) == [("letter", 11, None), ("letter", Decimal("11.5"), Decimal("0.5")), ("portal", 10, None)]


def test_a_period_without_its_final_values_is_told_of(tmp_path: Path) -> None:
    """July is missing, August was only seen while it was open."""
    with warehouse(
        tmp_path,
        reading("2026-07-02", {"H50": {"TOTAL": "60"}}, period=("month", "2026-06-01")),
        reading("2026-08-28", {"H50": {"TOTAL": "61"}}, period=("month", "2026-08-01")),
        reading("2026-09-15", {"H50": {"TOTAL": "62"}}, period=("month", "2026-09-01")),
    ) as connection:
        assert rows(
            connection,
            "select period_start::varchar, reason, text_en[:27] from coverage "
            "where period_type = 'month' and cutoff_at is null order by 1",
        ) == [
            ("2026-07-01", "missed", "Nothing of this period was "),
            ("2026-08-01", "missed", "The period has ended and wa"),
        ]


CALLED = {
    "H50.07": ("Sở Y tế - tỉnh Quảng Trị", "agency"), "H50.03": ("Sở Tài chính - tỉnh Quảng Trị", "agency"),
    "H50.101": ("UBND xã Cam Lộ", "commune"), "H50.102": ("UBND xã Hiếu Giang", "commune"),
}  # fmt: skip


def as_the_portal_calls_them(cutoff: str, values: dict[str, dict[str, Any]]) -> Reading:
    sightings = [UnitSighting(code, f"id-{code}", *CALLED[code], "H50") for code in values]
    return replace(reading(cutoff, values, scope="H50"), units=sightings)


def dossiers(met: str, of: str, score: str) -> dict[str, Any]:
    return {"TDGQ": score, "ON_TIME_DOSSIERS": value("ON_TIME_DOSSIERS", numerator=met, denominator=of)}


@pytest.fixture
def two_ids(tmp_path: Path) -> Any:
    """What the lists name without a code, and what the portal shows with one; letters of 2023 and 2026."""
    with warehouse(
        tmp_path,
        reading("2023-11-23", {"H50~so-y-te": {"TDGQ": "16"}, "H50~so-tai-chinh": {"TDGQ": "17"}}, **LETTER),
        as_the_portal_calls_them(
            "2026-10-05 10:00",
            {
                "H50.101": dossiers("900", "1000", "18"), "H50.102": dossiers("10", "100", "2"),
                "H50.07": dossiers("20", "20", "20"), "H50.03": dossiers("20", "20", "20"),
            },
        ),
        reading(
            "2026-10-05", {"H50~so-y-te": {"TDGQ": "19"}, "H50~so-tai-chinh-2025": {"TDGQ": "20"}},
            source="letter", scope="H50",
        ),
    ) as connection:  # fmt: skip
        yield connection


def test_an_old_district_is_derived_from_the_communes_the_portal_shows(two_ids: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        two_ids, "select unit_id, weighted_rate_pct from derived_districts where indicator_id = 'ON_TIME_DOSSIERS'"
    ) == [("H50~huyen-cam-lo", Decimal("82.7273"))]
    assert failing(two_ids) == set()


def test_one_body_under_two_ids_is_not_missing_and_not_one_series(two_ids: duckdb.DuckDBPyConnection) -> None:
    absent = {unit for (unit,) in rows(
        two_ids, "select distinct unit_id from coverage where status = 'missing' and indicator_id is null"
    )}  # fmt: skip
    assert absent.isdisjoint({*CALLED, "H50~so-tai-chinh-2025", "H50~so-y-te", "H50~xa-cam-lo"})
    assert {"H50~so-tu-phap", "H50~xa-hai-lang"} <= absent
    assert ("H50~so-tai-chinh-2025", "H50.03") in rows(
        two_ids, "select old_unit_id, new_unit_id from unit_lineage where kind = 'same_name'"
    )
    assert rows(two_ids, "select count(*) from trends_by_period where comparable or delta is not null") == [(0,)]


def test_a_letter_and_the_portal_speak_of_one_agency(two_ids: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        two_ids,
        "select unit_id, value, other_value from reconciliation where kind = 'letter_vs_portal' order by 1",
    ) == [("H50~so-tai-chinh-2025", 20, 20), ("H50~so-y-te", 19, 20)]


def test_the_commune_is_not_told_to_mend_the_provinces_procedures(tmp_path: Path) -> None:
    repeated = {"score": "1.2", "max_score": "6", "numerator": "20", "denominator": "100"}
    own = value("PUBLISH_ON_TIME", **repeated)
    province = value("PUBLISH_ON_TIME", **repeated, quality_flag="PROVINCE_VALUE")
    with warehouse(
        tmp_path,
        reading("2026-10-05", {"H50": {"PUBLISH_ON_TIME": own}, "H50~xa-cam-lo": {"PUBLISH_ON_TIME": province}},
                scope="H50"),
    ) as connection:  # fmt: skip
        asked = "select unit_id, gap, cases_to_full_score, text_vi from point_gaps order by 1"
        (own_row, repeated_row) = rows(connection, asked)
    assert own_row[:3] == ("H50", Decimal("4.8"), 80)
    assert repeated_row == (
        "H50~xa-cam-lo", Decimal("4.8"), None,
        "Còn thiếu 4,80 điểm, nhưng đây là số của cả tỉnh lặp lại ở đơn vị: đơn vị không tự nâng được.",
    )  # fmt: skip


def test_communes_are_not_scored_on_what_does_not_apply_to_them(tmp_path: Path) -> None:
    commune = {"ORIGINAL_RESULT_AVAILABLE": value("ORIGINAL_RESULT_AVAILABLE", "5", max_score="6")}
    agency = commune | {"CITIZEN_DATA_CONNECTED_DOSSIER": value("CITIZEN_DATA_CONNECTED_DOSSIER", "1", max_score="2")}
    with warehouse(
        tmp_path, reading("2026-10-05", {"H50~so-y-te": agency, "H50~xa-cam-lo": commune}, scope="H50")
    ) as connection:
        assert rows(
            connection, "select indicator_id, text_vi from coverage where reason = 'not_applicable' order by 1"
        ) == [
            (name, "Chỉ số không áp dụng cho xã, nguồn không chấm.")
            for name in ("CITIZEN_DATA_CONNECTED_DOSSIER", "CITIZEN_DATA_CONNECTED_FORMALITY")
        ]


def test_a_name_in_capitals_or_beside_another_is_no_renaming(tmp_path: Path) -> None:
    def named(cutoff: str, *names: str) -> Reading:
        sightings = [UnitSighting("H05", None, name, "province", "VN") for name in names]
        return replace(reading(cutoff, {"H05": {"TOTAL": "60"}}), units=sightings)

    with warehouse(
        tmp_path,
        named("2026-10-01", "UBND TỈNH BẮC NINH"),
        named("2026-10-02", "UBND tỉnh Bắc Ninh", "Tỉnh Bắc Ninh"),
    ) as connection:
        assert rows(connection, "select text_en from findings where rule = 'renamed_at_source'") == []

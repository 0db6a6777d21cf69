"""Reorganised units have no line across; the newest state is the newest one that may be trusted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from invented import reading, six, value, warehouse
from test_spine import ask, capture

from orchestration.settings import Settings

LEGACY = {"source": "portal_legacy", "period": ("year", "2025-01-01")}
CAM_LO = ("H50~xa-cam-lo", "H50~xa-hieu-giang")


def counted(met: str, of: str, score: str) -> dict[str, object]:
    return {
        "TDGQ": score,
        "ON_TIME_DOSSIERS": value("ON_TIME_DOSSIERS", numerator=met, denominator=of),
    }


def test_quang_tri_before_and_after_it_took_in_quang_binh(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2025-06-16", {"H50": {"TOTAL": "85"}, "VN~quang-binh": {"TOTAL": "80"}}, **LEGACY),
        reading("2025-07-16", {"H50": {"TOTAL": "88"}, "H05": {"TOTAL": "80"}}, **LEGACY),
        reading("2025-08-16", {"H50": {"TOTAL": "88.5"}, "H05": {"TOTAL": "81"}}, **LEGACY),
    ) as connection:
        rows = connection.execute(
            "select value, previous_value, delta, break_reason from trends_by_cutoff "
            "where unit_id = 'H50' order by cutoff_at"
        ).fetchall()
        assert rows == [
            (85, None, None, "first_observation"),
            (88, 85, None, "unit_changed"),
            (Decimal("88.5"), 88, Decimal("0.5"), None),
        ]
        assert connection.execute(
            "select count(*) from trends_by_cutoff where unit_id = 'VN~quang-binh'"
        ).fetchall() == [(1,)]


def test_departments_merged_in_2025_are_other_units(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2025-02-20", {"H50~so-tai-chinh": {"TDGQ": "18"}}, scope="H50", **LEGACY),
        reading("2025-03-20", {"H50~so-tai-chinh-2025": {"TDGQ": "19"}}, scope="H50", **LEGACY),
    ) as connection:
        assert connection.execute(
            "select unit_id, value, delta, comparable from trends_by_cutoff order by cutoff_at"
        ).fetchall() == [
            ("H50~so-tai-chinh", 18, None, False), ("H50~so-tai-chinh-2025", 19, None, False)
        ]  # fmt: skip
        assert connection.execute(
            "select old_unit_id from unit_lineage where new_unit_id = 'H50~so-tai-chinh-2025' "
            "and kind = 'merged' order by 1"
        ).fetchall() == [("H50~so-ke-hoach-va-dau-tu",), ("H50~so-tai-chinh",)]


def test_an_old_district_is_the_case_weighted_group_of_its_communes(tmp_path: Path) -> None:
    """900 of 1000 and 10 of 100: weighted 910 / 1100 = 82.7273 %, the plain mean of 18 and 2 is 10."""
    values = {CAM_LO[0]: counted("900", "1000", "18"), CAM_LO[1]: counted("10", "100", "2")}
    with warehouse(tmp_path, reading("2026-10-05", values, scope="H50")) as connection:
        rows = connection.execute(
            "select unit_id, indicator_id, weighted_rate_pct, mean_score, commune_count, is_complete, is_derived "
            "from derived_districts order by indicator_id"
        ).fetchall()
        assert rows == [
            ("H50~huyen-cam-lo", "ON_TIME_DOSSIERS", Decimal("82.7273"), None, 2, True, True),
            ("H50~huyen-cam-lo", "TDGQ", None, Decimal(10), 2, True, True),
        ]
        assert connection.execute(
            "select count(*) from trends_by_cutoff where unit_id = 'H50~huyen-cam-lo'"
        ).fetchall() == [(0,)]


def test_a_district_with_a_commune_missing_is_not_told(tmp_path: Path) -> None:
    with warehouse(
        tmp_path, reading("2026-10-05", {CAM_LO[0]: counted("900", "1000", "18")}, scope="H50")
    ) as connection:
        assert (
            connection.execute(
                "select weighted_rate_pct, mean_score, published_count, is_complete from derived_districts"
            ).fetchall()
            == [(None, None, 1, False)] * 2
        )


def test_renamed_provinces_keep_one_history(loaded: Settings) -> None:
    for code in ("H05", "H49"):
        assert ask(
            loaded,
            "select count(distinct unit_name), count(*) filter (where is_current), min(known_from)::date::varchar "
            "from observation_history where unit_id = ? and indicator_id = 'TOTAL'",
            [code],
        ) == [(1, 1, "2026-09-17")]  # fmt: skip


def test_the_latest_is_the_last_one_that_does_not_mix_refreshes(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-03", {"H50": {"TOTAL": "60"}}),
        reading("2026-10-04", {"H50": {"TOTAL": "61"}}),
        reading("2026-10-05", {"H50": {"TOTAL": "70"}}, is_mixed_refresh=True),
        reading("2026-10-02", {"H50": {"TOTAL": "50"}}, period=("month", "2026-09-01")),
    ) as connection:
        assert connection.execute(
            "select period_type, value, delta from latest where unit_id = 'H50' order by 1"
        ).fetchall() == [("month", 50, None), ("year", 61, 1)]


def test_the_latest_of_the_examples(loaded: Settings) -> None:
    rows = ask(
        loaded,
        "select source, scope_unit_id, max(cutoff_at)::date::varchar, count(*) from latest group by 1, 2 order by 1, 2",
    )
    assert rows == [
        ("letter", "H50", "2023-11-23", 140), ("portal", "H21", "2026-10-04", 154), ("portal", "VN", "2026-10-05", 243)
    ]  # fmt: skip


def test_the_percentile_is_the_share_of_others_not_ahead(tmp_path: Path) -> None:
    values = {"H01": "70", "H05": "60", "H12": "60", "H50": "50", "H49": "40"}
    totals = {code: {"TOTAL": total} for code, total in values.items()}
    with warehouse(tmp_path, reading("2026-10-05", totals)) as connection:
        assert dict(connection.execute("select unit_id, percentile_pct from latest").fetchall()) == {
            "H01": 100, "H05": 75, "H12": 75, "H50": 25, "H49": 0,
        }  # fmt: skip


def test_the_scorecard_of_quang_tri_against_the_files(loaded: Settings) -> None:
    rows = capture("2026-10-05")[0]["data"]["evaluation"]
    mine = next(row for row in rows if row["departmentCode"] == "H50")
    held = ask(
        loaded,
        "select total, rank, cohort_size, delta, rank_change, ckmb, mdsh, worst_group_id, worst_gap "
        "from province_scorecard where unit_id = 'H50' and source = 'portal'",
    )
    assert held == [
        (
            mine["totalScore"],
            1 + sum(row["totalScore"] > mine["totalScore"] for row in rows),
            34,
            Decimal("0.41"),
            -1,
            mine["groupScores"]["CKMB"],
            mine["groupScores"]["MDSH"],
            "MDSH",
            22 - mine["groupScores"]["MDSH"],
        )
    ]
    assert ask(loaded, "select count(*) from province_scorecard") == [(34,)]


def test_a_province_without_a_group_has_no_rank_on_its_scorecard(tmp_path: Path) -> None:
    partial = six("50", "10", "16", "8", None, "10", "10")
    whole = six("60", "10", "16", "8", "6", "10", "10")
    with warehouse(tmp_path, reading("2026-10-05", {"H50": partial, "H05": whole, "H01": whole})) as connection:
        assert connection.execute(
            "select unit_id, rank, cohort_size, tttt, worst_group_id from province_scorecard order by unit_id"
        ).fetchall() == [("H01", 1, 2, 6, "MDSH"), ("H05", 1, 2, 6, "MDSH"), ("H50", None, 2, None, "MDSH")]

"""Points left on the table: cases needed by hand, on the portal's real answers for Phú Thọ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import reading, value, warehouse
from phu_tho import SAMPLES, phu_tho

CASES = "cases_to_next_point, new_cases_to_next_point, cases_to_full_score, new_cases_to_full_score"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse(tmp_path_factory.mktemp("phu-tho"), phu_tho()) as connection:
        yield connection


def cases(connection: duckdb.DuckDBPyConnection, unit: str, indicator: str, columns: str = CASES) -> tuple[object, ...]:
    (row,) = connection.execute(
        f"select {columns} from point_gaps where unit_id = ? and indicator_id = ?", [unit, indicator]
    ).fetchall()
    return row


def test_late_dossiers_of_the_department_of_industry(province: duckdb.DuckDBPyConnection) -> None:
    """1652 of 2270 on time, 14.5551 of 20: one point more is 15.5551 / 20 = 77.7755 %.

    Counted: 0.777755 x 2270 = 1765.5, so 1766 - 1652. New ones, all on time: 113.5 / 0.222245 = 510.7.
    All 2270 on time would be full; no number of new dossiers undoes a late one.
    """
    assert cases(province, "H44.07", "ON_TIME_DOSSIERS") == (114, 511, 618, None)
    assert cases(province, "H44.07", "ON_TIME_DOSSIERS", "text_vi") == (
        "Còn thiếu 5,44 điểm: 114 hồ sơ nữa đạt «Hồ sơ xử lý trước hạn, đúng hạn» thì được thêm 1 điểm; "
        "hoặc 511 hồ sơ mới đều đạt.",
    )


def test_a_component_that_only_its_group_scores_is_recomputed_and_says_so(province: duckdb.DuckDBPyConnection) -> None:
    """On-time dossiers have counts, their group has 14.56; payment is 8 = 6 x 118/118 + 2 x 12/13 (full) + 0."""
    columns = "score, recomputed_score, gap"
    assert cases(province, "H44.07", "ON_TIME_DOSSIERS", columns) == (None, Decimal("14.5551"), Decimal("5.4449"))
    assert cases(province, "H44.07", "ONLINE_PAYMENT_PROCEDURES", columns) == (None, 2, 0)
    assert cases(province, "H44.07", "FEE_PROCEDURES_WITH_DOSSIERS", columns) == (None, 0, 2)
    assert cases(province, "H44.07", "FEE_PROCEDURES_WITH_DOSSIERS") == (6, 9, 11, 52)


def test_a_threshold_below_a_hundred_counts(province: duckdb.DuckDBPyConnection) -> None:
    """1651 of 2270 satisfied, 4.85 of 6, full at 90 %: 0.9 x 2270 = 2043."""
    assert cases(province, "H44.07", "DOSSIER_RECEIVING_SATISFACTION") == (341, 2784, 392, 3920)


def test_four_petitions_are_worth_six_points_each_way(province: duckdb.DuckDBPyConnection) -> None:
    assert cases(province, "H44.08", "PETITION_PROCESSING_ON_TIME", f"{CASES}, points_per_case") == (
        1,
        1,
        4,
        None,
        Decimal("1.5"),
    )


def test_full_points_without_petitions_are_a_cliff_of_twelve(province: duckdb.DuckDBPyConnection) -> None:
    assert cases(province, "H44.01", "PETITION_PROCESSING_ON_TIME", "gap, cliff_points, text_vi") == (
        0,
        6,
        "Đủ điểm chỉ vì chưa có phản ánh, kiến nghị nào: một phản ánh, kiến nghị không đạt có thể làm mất 12 điểm.",
    )
    on_a_cliff = province.execute(
        "select distinct unit_id from point_gaps where cliff_points > 0 order by 1"
    ).fetchall()
    assert on_a_cliff == [("H44.01",), ("H44.03",), ("H44.07",), ("H44.101",)]


def test_nothing_is_said_where_the_formula_is_not_verified(province: duckdb.DuckDBPyConnection) -> None:
    told = province.execute(
        "select distinct i.formula_status from point_gaps join indicators as i using (indicator_id) "
        "where cases_to_full_score is not null or cases_to_next_point is not null"
    ).fetchall()
    assert told == [("verified",)]
    assert cases(province, "H44", "CLGQ") == (None, None, None, None)


def test_the_widest_gap_of_a_group_is_among_its_components(province: duckdb.DuckDBPyConnection) -> None:
    """Transparency of the province: 0 of 6, 0 of 4, 1.96 of 2, 6 of 6."""
    ranked = province.execute(
        "select indicator_id, gap, gap_rank from point_gaps join indicators as i using (indicator_id) "
        "where unit_id = 'H44' and i.parent_id = 'CKMB' order by gap_rank"
    ).fetchall()
    assert ranked == [
        ("PUBLISH_ON_TIME", 6, 1), ("PUBLIC_UPDATE_ON_TIME", 4, 2), ("PUBLIC_CONTENT_FULL", Decimal("0.04"), 3),
        ("DOSSIER_SYNC", 0, 4),
    ]  # fmt: skip


def test_every_verified_formula_gives_back_the_real_scores(province: duckdb.DuckDBPyConnection) -> None:
    differing = province.execute(
        "select unit_id, indicator_id, value, other_value from reconciliation "
        "where kind = 'recomputed_vs_published' and not agrees"
    ).fetchall()
    compared = province.execute("select count(*) from reconciliation where kind = 'recomputed_vs_published'").fetchall()
    assert differing == []
    assert compared[0][0] > 60
    assert province.execute("select count(*) from findings where rule = 'formula_does_not_fit'").fetchall() == [(0,)]


def test_full_points_on_a_provisional_denominator_are_pointed_out_once(province: duckdb.DuckDBPyConnection) -> None:
    """Every one of the seven has as many dossiers synchronised as the provisional denominator counts."""
    answer = json.loads((SAMPLES / "transparency.sample.json").read_text(encoding="utf-8"))["data"]
    units = [answer["overview"], *answer["evaluation"]]
    synced = [metric for unit in units for metric in unit["metrics"] if metric["code"] == "DOSSIER_SYNC"]
    full = [metric for metric in synced if metric["numerator"] == metric["denominator"]]
    told = province.execute(
        "select text_vi, evidence from findings where rule = 'provisional_denominator' "
        "and indicator_id = 'DOSSIER_SYNC'"
    ).fetchall()
    assert sum(int(text.split(" ")[0]) for text, _ in told) == len(full) == 7
    assert sum(len(province.execute(evidence).fetchall()) for evidence in {evidence for _, evidence in told}) == 7


def test_a_score_that_its_formula_does_not_give_back_promises_nothing(tmp_path: Path) -> None:
    odd = value("ON_TIME_DOSSIERS", "15", max_score="20", numerator="50", denominator="100")
    with warehouse(tmp_path, reading("2026-10-05", {"H50": {"ON_TIME_DOSSIERS": odd}})) as connection:
        assert cases(connection, "H50", "ON_TIME_DOSSIERS", f"gap, {CASES}, text_vi") == (
            5,
            None,
            None,
            None,
            None,
            None,
        )
        found = connection.execute(
            "select unit_id, severity, evidence from findings where rule = 'formula_does_not_fit'"
        ).fetchall()
        assert [row[:2] for row in found] == [("H50", "warning")]
        assert connection.execute(found[0][2]).fetchall()[0][0] == "recomputed_vs_published"


def score_of(numerator: int, denominator: int, threshold: int) -> Fraction:
    """6 points in proportion to the rate, full at the threshold: by fractions, another route than SQL's."""
    return min(Fraction(6), Fraction(6) * numerator / denominator * 100 / threshold)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.integers(1, 20_000).flatmap(lambda most: st.tuples(st.integers(0, most), st.just(most))),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_the_cases_told_take_the_points_and_one_less_does_not(
    tmp_path_factory: pytest.TempPathFactory, counts: list[tuple[int, int]]
) -> None:
    threshold = 90
    published = [round(Decimal(score.numerator) / score.denominator, 4)
                 for score in (score_of(*pair, threshold) for pair in counts)]  # fmt: skip
    codes = ("H01", "H05", "H12", "H13", "H17", "H50", "H49", "H42")
    values = {
        code: {"DOSSIER_RECEIVING_SATISFACTION": value(
            "DOSSIER_RECEIVING_SATISFACTION", str(score), max_score="6", numerator=str(met), denominator=str(counted)
        )}
        for code, score, (met, counted) in zip(codes, published, counts, strict=False)
    }  # fmt: skip
    with warehouse(tmp_path_factory.mktemp("cases"), reading("2026-10-05", values)) as connection:
        told = {code: cases(connection, code, "DOSSIER_RECEIVING_SATISFACTION", f"score, {CASES}") for code in values}
    slack = Fraction(1, 1000)
    for (score, next_counted, next_new, full_counted, full_new), (met, counted) in zip(
        told.values(), counts, strict=True
    ):
        if score == 6:
            assert (next_counted, next_new, full_counted, full_new) == (None, None, None, None)
            continue
        target = min(Fraction(6), Fraction(score) + 1)
        for needed, aim, grows in ((next_counted, target, 0), (full_counted, Fraction(6), 0),
                                   (next_new, target, 1), (full_new, Fraction(6), 1)):  # fmt: skip
            assert score_of(met + needed, counted + grows * needed, threshold) >= aim - slack
            assert score_of(met + needed - 1, counted + grows * (needed - 1), threshold) < aim + slack

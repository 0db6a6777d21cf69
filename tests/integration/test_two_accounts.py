"""Two accounts that should agree, and the findings that say so in Vietnamese with rows that prove it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
from invented import GROUPS, reading, six, value, warehouse
from test_spine import CAPTURES, ask, capture

from orchestration.settings import Settings

AGENCY = "H50~so-tu-phap"
CALM = six("60", "10", "16", "8", "6", "10", "10")


def findings(connection: duckdb.DuckDBPyConnection, rule: str) -> list[tuple[Any, ...]]:
    """Unit, severity, Vietnamese sentence and the rows that its evidence shows."""
    rows = connection.execute(
        "select unit_id, severity, text_vi, evidence from findings where rule = ? order by unit_id", [rule]
    ).fetchall()
    return [(unit, severity, text, connection.execute(evidence).fetchall()) for unit, severity, text, evidence in rows]


def test_the_examples_agree_but_for_the_national_line_of_17_september(loaded: Settings) -> None:
    assert ask(loaded, "select kind, unit_id, value, other_value from reconciliation where not agrees") == [
        ("overview_vs_mean", "VN", Decimal("56.56"), Decimal("61.5482"))
    ]
    assert dict(ask(loaded, "select kind, count(*) from reconciliation group by 1")) == {
        "overview_vs_mean": 5, "parts_vs_whole": 170, "province_vs_nation": 5,
    }  # fmt: skip


def test_the_nations_rise_of_five_points_is_a_change_of_base(loaded: Settings) -> None:
    ((text,),) = ask(loaded, "select text_vi from findings where rule = 'base_changed'")
    assert "56,56 sang 61,56" in text
    assert "61,55 đến 61,56" in text


def test_the_letter_beside_the_portal_of_the_same_day(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-05 14:00", {"H50": {"CKMB": "8", "TDGQ": "17.17"}}),
        reading("2026-10-04 14:00", {"H50": {"CKMB": "7", "TDGQ": "17.17"}}),
        reading("2026-10-05 16:00", {"H50": {"CKMB": "8.5", "TDGQ": "17.18"}}, source="letter", scope="H50"),
    ) as connection:
        rows = connection.execute(
            "select indicator_id, value, other_value, difference, agrees, other_cutoff_at::varchar "
            "from reconciliation where kind = 'letter_vs_portal' order by 1"
        ).fetchall()
        assert rows == [
            ("CKMB", Decimal("8.5"), Decimal(8), Decimal("0.5"), False, "2026-10-05 14:00:00+07"),
            ("TDGQ", Decimal("17.18"), Decimal("17.17"), Decimal("0.01"), True, "2026-10-05 14:00:00+07"),
        ]
        ((unit, severity, text, proof),) = findings(connection, "letter_off_portal")
    assert (unit, severity) == ("H50", "warning")
    assert text == "Văn bản ghi 8,50 nhưng Cổng cùng ngày ghi 8,00; hãy nêu rõ lấy số của nguồn nào."
    assert len(proof) == 2


def test_a_letter_of_another_period_is_no_contradiction(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-05", {"H50": {"CKMB": "8"}}),
        reading("2026-10-05", {"H50": {"CKMB": "9"}}, source="letter", scope="H50", period=("month", "2026-10-01")),
    ) as connection:
        assert connection.execute("select count(*) from reconciliation").fetchall() == [(0,)]


def jumps() -> set[tuple[str, str, str]]:
    """From the files: one group by 3 points, or by 1.5 while the five others stay within half a point."""
    found = set()
    for before, after in pairwise(CAPTURES):
        old, new = (
            {row["departmentCode"]: row["groupScores"] for row in capture(day)[0]["data"]["evaluation"]}
            for day in (before, after)
        )
        for code, groups in new.items():
            moves = sorted(((abs(groups[g] - old[code][g]), g) for g in GROUPS), reverse=True)
            if moves[0][0] >= 3 or (moves[0][0] >= Decimal("1.5") and moves[1][0] < Decimal("0.5")):
                found.add((code, moves[0][1], after.replace("-", "")))
    return found


def test_jumps_of_one_group_are_suspected_to_be_the_sources(loaded: Settings) -> None:
    held = ask(
        loaded,
        "select unit_id, indicator_id, snapshot_id[21:28] from findings where rule = 'source_change_suspected'",
    )
    assert set(held) == jumps()
    assert {("H42", "CKMB", "20261005"), ("H41", "CKMB", "20261005")} <= set(held)


def test_a_jump_that_all_groups_share_is_not_suspected(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-04", {"H50": CALM}),
        reading("2026-10-05", {"H50": six("64", "12", "17", "8", "6", "11", "10")}),
    ) as connection:
        assert findings(connection, "source_change_suspected") == []


def test_the_petition_cliff(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-04", {AGENCY: {"MDHL": "18"}}, scope="H50"),
        reading("2026-10-05", {AGENCY: {"MDHL": "6"}}, scope="H50"),
    ) as connection:
        ((unit, _, text, proof),) = findings(connection, "petition_cliff")
    assert unit == AGENCY
    assert text.startswith("Điểm hài lòng tụt 12,00 điểm (từ 18,00 đến 6,00)")
    assert len(proof) == 1


def test_the_national_line_off_its_provinces(loaded: Settings) -> None:
    ((unit, evidence),) = ask(loaded, "select unit_id, evidence from findings where rule = 'overview_off_mean'")
    assert unit == "VN"
    assert len(ask(loaded, evidence)) == 1


def test_the_groups_are_ahead_of_the_summary(tmp_path: Path) -> None:
    """8.07 on the group's own page, 7.96 in the summary of the same cutoff; a rounding of 0.01 says nothing."""
    with warehouse(
        tmp_path,
        reading("2026-10-05", {"H44": {"CKMB": "7.96", "TDGQ": "17.01"}, "H05": {"CKMB": "9"}}),
        reading("2026-10-05", {"H44": {"CKMB": "8.07", "TDGQ": "17.02"}}, scope="H44"),
    ) as connection:
        ((unit, severity, text, proof),) = findings(connection, "summary_off_groups")
    assert (unit, severity, len(proof)) == ("H44", "warning", 2)
    assert text == "Bảng cả nước ghi 7,96, trang của nhóm ghi 8,07: Cổng cập nhật hai nơi không cùng lúc."


def test_rates_that_all_move_out_of_their_range_may_be_on_another_scale(tmp_path: Path) -> None:
    agencies = ("H50~so-tu-phap", "H50~so-y-te", "H50~so-ngoai-vu")

    def rated(cutoff: str, number: str, *rates: str) -> Any:
        rows = {unit: {"MDHL": value("MDHL", rate_pct=rate)} for unit, rate in zip(agencies, rates, strict=True)}
        period = ("year", "2023-01-01")
        return reading(cutoff, rows, source="letter", scope="H50", period=period, document_number=number)

    with warehouse(
        tmp_path,
        rated("2023-09-23", "1", "24.1", "30.4", "33.3"),
        rated("2023-10-23", "2", "25", "29", "33"),
        rated("2023-11-23", "3", "92", "97.5", "100"),
    ) as connection:
        ((unit, severity, text, proof),) = findings(connection, "scale_change_suspected")
    assert (unit, severity, len(proof)) == ("H50", "warning", 3)
    assert text.startswith("«Mức độ hài lòng» của các đơn vị ngang cấp đi từ 25,00–33,00 % đến 92,00–100,00 %")


def test_few_cases_are_said_to_be_few(tmp_path: Path) -> None:
    def dossiers(counted: str) -> dict[str, object]:
        return {
            "TDGQ": "20",
            "ON_TIME_DOSSIERS": value("ON_TIME_DOSSIERS", numerator=counted, denominator=counted),
        }

    others = {AGENCY: dossiers("5"), "H50~so-y-te": dossiers("10")}
    with warehouse(tmp_path, reading("2026-10-05", others, scope="H50")) as connection:
        ((unit, severity, text, proof),) = findings(connection, "few_cases")
    assert (unit, severity) == (AGENCY, "info")
    assert text.startswith("Chỉ có 5 hồ sơ")
    assert len(proof) == 2


def test_the_evidence_of_every_finding_of_the_examples_shows_rows(loaded: Settings) -> None:
    noticed = "select count(*) from findings where evidence not like 'from %' and rule not in " + str((
        "annex_caption_differs", "cutoff_chosen", "cutoff_not_beside_figures", "rates_not_one_quantity",
    ))  # fmt: skip
    queries = ask(loaded, "select distinct evidence from findings where evidence like 'from %'")
    assert ask(loaded, noticed) == [(0,)]
    assert len(queries) >= 9
    assert all(ask(loaded, query) for (query,) in queries)


def test_sums_off_their_whole_are_shown_with_both(tmp_path: Path) -> None:
    with warehouse(tmp_path, reading("2026-10-05", {"H50": CALM | {"TOTAL": "60.5"}})) as connection:
        assert connection.execute(
            "select value, other_value, difference from reconciliation where not agrees"
        ).fetchall() == [(Decimal("60.5"), Decimal(60), Decimal("0.5"))]
        assert [unit for unit, *_ in connection.execute(
            "select unit_id from findings where rule = 'groups_off_total'"
        ).fetchall()] == ["H50"]  # fmt: skip

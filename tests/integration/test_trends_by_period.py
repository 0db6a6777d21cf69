"""Trends between periods: closed beside closed, everything else says why not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from invented import at, reading, value, warehouse
from test_spine import ask

from orchestration.settings import Settings

MONTH = "period_start = '{}' and period_type = 'month' and unit_id = 'H50' and indicator_id = 'TOTAL'"
COLUMNS = "value, previous_value, delta, provisional_delta, break_reason, is_provisional"


def month(start: str, cutoff: str, score: str | None, **more: object) -> object:
    return reading(cutoff, {"H50": {"TOTAL": score}, "H05": {"TOTAL": "50"}}, period=("month", start), **more)


def row(connection: object, start: str, columns: str = COLUMNS) -> tuple[object, ...]:
    found = connection.execute(f"select {columns} from trends_by_period where {MONTH.format(start)}").fetchall()
    assert len(found) == 1
    return found[0]


def test_the_last_observation_of_a_closed_period_beside_that_of_the_one_before(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-07-01", "2026-07-20", "40"),
        month("2026-07-01", "2026-08-03", "60.5"),
        month("2026-08-01", "2026-08-20", "41"),
        month("2026-08-01", "2026-09-02", "62.25"),
    ) as connection:
        assert row(connection, "2026-08-01") == (Decimal("62.25"), Decimal("60.5"), Decimal("1.75"), None, None, False)
        assert row(connection, "2026-07-01") == (Decimal("60.5"), None, None, None, "no_previous_period", False)
        assert row(connection, "2026-08-01", "rank, previous_rank, rank_change, cohort_size") == (1, 1, 0, 2)


def test_an_open_period_beside_a_closed_one_is_provisional_and_says_so(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-07-01", "2026-08-03", "60.5"),
        month("2026-08-01", "2026-08-20", "41"),
    ) as connection:
        assert row(connection, "2026-08-01") == (
            Decimal(41),
            Decimal("60.5"),
            None,
            Decimal("-19.5"),
            "period_still_open",
            True,
        )


def test_a_closed_period_after_one_seen_only_while_open(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-07-01", "2026-07-28", "55"),
        month("2026-08-01", "2026-09-03", "60"),
    ) as connection:
        assert row(connection, "2026-08-01") == (
            Decimal(60),
            Decimal(55),
            None,
            Decimal(5),
            "previous_period_not_closed",
            True,
        )


def test_a_missing_month_is_not_skipped(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-06-01", "2026-07-03", "55"),
        month("2026-08-01", "2026-09-03", "60"),
    ) as connection:
        assert row(connection, "2026-08-01", "previous_value, delta, break_reason") == (
            None,
            None,
            "no_previous_period",
        )


@pytest.mark.parametrize(
    ("kind", "start", "before", "last_year"),
    [
        ("quarter", "2026-07-01", "2026-04-01", "2025-07-01"),
        ("half", "2026-07-01", "2026-01-01", "2025-07-01"),
        ("month", "2026-01-01", "2025-12-01", "2025-01-01"),
        ("year", "2026-01-01", "2025-01-01", "2025-01-01"),
    ],
)
def test_the_period_before_and_the_same_one_last_year(
    tmp_path: Path, kind: str, start: str, before: str, last_year: str
) -> None:
    starts = dict.fromkeys((start, before, last_year))
    readings = [
        reading("2027-01-20", {"H05": {"TOTAL": str(60 + n)}}, period=(kind, day)) for n, day in enumerate(starts)
    ]
    with warehouse(tmp_path, *readings) as connection:
        found = connection.execute(
            "select previous_period_start::varchar, delta, change_on_year from trends_by_period "
            "where unit_id = 'H05' and period_start = ?",
            [start],
        ).fetchall()
    year_change = Decimal(-1) if before == last_year else Decimal(-2)
    assert found == [(before, Decimal(-1), year_change)]


def test_months_and_quarters_are_never_mixed(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-11-01", {"H50": {"TOTAL": "60"}}, period=("quarter", "2026-07-01")),
        reading("2026-11-02", {"H50": {"TOTAL": "61"}}, period=("month", "2026-08-01")),
    ) as connection:
        assert connection.execute(
            "select distinct break_reason, previous_value from trends_by_period where unit_id = 'H50'"
        ).fetchall() == [("no_previous_period", None)]


def test_a_missing_value_is_no_zero_and_another_source_is_no_series(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2025-12-31 23:00", {"H50": {"TOTAL": "89.6"}}, source="portal_legacy", period=("year", "2025-01-01")),
        reading("2026-10-05", {"H50": {"TOTAL": "61.4", "CKMB": None}}),
    ) as connection:
        found = connection.execute(
            "select indicator_id, value, previous_value, delta, provisional_delta, break_reason from trends_by_period "
            "where unit_id = 'H50' and period_start = '2026-01-01' order by 1"
        ).fetchall()
    assert found == [
        ("CKMB", None, None, None, None, "source_changed"),
        ("TOTAL", Decimal("61.4"), Decimal("89.6"), None, None, "source_changed"),
    ]


def test_other_maximum_other_kind_of_value(tmp_path: Path) -> None:
    period_before, period_now = ("month", "2026-07-01"), ("month", "2026-08-01")
    values_before = {"TDGQ": value("TDGQ", rate_pct="95"), "CKMB": value("CKMB", "9", max_score="14")}
    values_now = {"TDGQ": "17", "CKMB": "9.5"}
    with warehouse(
        tmp_path,
        reading("2026-08-03", {"H50": values_before}, period=period_before),
        reading("2026-09-03", {"H50": values_now}, period=period_now),
    ) as connection:
        reasons = connection.execute(
            "select indicator_id, break_reason, delta from trends_by_period "
            "where period_start = '2026-08-01' order by 1"
        ).fetchall()
    assert reasons == [("CKMB", "maximum_changed", None), ("TDGQ", "value_kind_changed", None)]


def test_a_snapshot_that_mixes_two_refreshes_is_not_the_last_word(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-07-01", "2026-08-03", "60.5"),
        month("2026-07-01", "2026-08-04", "61.5", is_mixed_refresh=True),
    ) as connection:
        assert row(connection, "2026-07-01")[0] == Decimal("60.5")


def test_a_reorganised_unit_has_no_line_across(tmp_path: Path) -> None:
    """H50 took in Quảng Bình on 1 July 2025: June and July are two territories under one code."""
    months = ("2025-05-01", "2025-06-01", "2025-07-01", "2025-08-01")
    readings = [
        reading("2025-10-16", {"H50": {"TOTAL": str(80 + n)}}, source="portal_legacy", period=("month", start))
        for n, start in enumerate(months)
    ]
    with warehouse(tmp_path, *readings) as connection:
        found = connection.execute(
            "select period_start::varchar, delta, break_reason from trends_by_period where unit_id = 'H50' order by 1"
        ).fetchall()
    assert found == [
        ("2025-05-01", None, "no_previous_period"), ("2025-06-01", Decimal(1), None),
        ("2025-07-01", None, "unit_changed"), ("2025-08-01", Decimal(1), None),
    ]  # fmt: skip


def test_a_changed_cohort_has_deltas_but_no_rank_change(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-08-03", {"H50": {"TOTAL": "60"}, "H05": {"TOTAL": "50"}}, period=("month", "2026-07-01")),
        reading("2026-09-03", {"H50": {"TOTAL": "61"}, "H01": {"TOTAL": "70"}}, period=("month", "2026-08-01")),
    ) as connection:
        assert row(connection, "2026-08-01", "delta, rank, rank_change, is_same_cohort") == (Decimal(1), 2, None, False)


def test_a_letter_to_date_is_not_a_closed_year(loaded: Settings) -> None:
    assert ask(
        loaded,
        "select distinct is_closed from core.period_states where source = 'letter' or source = 'portal'",
    ) == [(False,)]


def test_the_letter_of_2023_and_the_portal_of_2026_side_by_side_without_a_delta(loaded: Settings) -> None:
    found = ask(
        loaded,
        "select source, period_start::varchar, value, delta, change_on_year, provisional_delta from trends_by_period "
        "where unit_id = 'H50' and indicator_id = 'CKMB' order by period_start",
    )
    assert found == [
        ("letter", "2023-01-01", Decimal("12.2"), None, None, None),
        ("portal", "2026-01-01", Decimal(8), None, None, None),
    ]


BELIEF = (
    "select score from observation_history where unit_id = 'H50' and indicator_id = 'TOTAL' "
    "and period_start = '2026-07-01' and known_from <= $then and (known_to > $then or known_to is null)"
)


def test_what_was_believed_at_any_past_instant(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        month("2026-07-01", "2026-07-20", "40"),
        month("2026-07-01", "2026-07-21", "40"),
        month("2026-07-01", "2026-08-03", "60.5"),
        month("2026-07-01", "2026-08-20", None),
        month("2026-07-01", "2026-07-10", "35", observed="2026-08-25"),
    ) as connection:
        believed = {
            day: connection.execute(BELIEF, {"then": at(day)}).fetchall()
            for day in ("2026-07-19", "2026-07-30", "2026-08-04", "2026-09-01")
        }
        versions = connection.execute(
            "select count(*) from observation_history where unit_id = 'H50' and period_start = '2026-07-01'"
        ).fetchall()
    assert believed == {
        "2026-07-19": [], "2026-07-30": [(Decimal(40),)], "2026-08-04": [(Decimal("60.5"),)], "2026-09-01": [(None,)],
    }  # fmt: skip
    assert versions == [(3,)]


def test_a_correction_is_believed_from_its_arrival(tmp_path: Path) -> None:
    letter = {"source": "letter", "scope": "H50", "period": ("year", "2023-01-01")}
    with warehouse(
        tmp_path,
        reading("2023-11-23", {"H50": {"CKMB": "12.2"}}, observed="2023-11-29", **letter),
        reading("2023-11-23", {"H50": {"CKMB": "12.4"}}, observed="2023-12-05", **letter),
    ) as connection:
        found = connection.execute(
            "select score, known_from::date::varchar, known_to::date::varchar, is_current from observation_history "
            "order by known_from"
        ).fetchall()
    assert found == [(Decimal("12.2"), "2023-11-29", "2023-12-05", False), (Decimal("12.4"), "2023-12-05", None, True)]


def test_the_history_of_the_examples_has_no_gap_and_no_overlap(loaded: Settings) -> None:
    overlaps = ask(
        loaded,
        "select count(*) from observation_history as a join observation_history as b "
        "using (unit_id, indicator_id, source, scope_unit_id, period_type, period_start) "
        "where a.known_from < b.known_from and (a.known_to is null or a.known_to > b.known_from)",
    )
    assert overlaps == [(0,)]

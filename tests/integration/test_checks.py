"""Every data check fires on a planted error, and shows the row that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.warehouse.checks import Check, checks, run_check

ONE_SCORE = (
    "select min(rowid) from core.observations where score is not null and max_score is not null and "
    "unit_key = (select unit_key from core.units where unit_id = 'H05') and "
    "indicator_key = (select indicator_key from core.indicators where indicator_id = 'CKMB')"
)
PLANTED = {
    "one_value_per_unit": "insert into core.observations from core.observations limit 1",
    "scores_within_maximum": f"update core.observations set score = max_score + 1 where rowid = ({ONE_SCORE})",
    "rates_within_hundred": "update core.observations set rate_pct = 101 where rowid = "
    "(select min(rowid) from core.observations where rate_pct is not null)",
    "ledger_matches_rows": f"delete from core.observations where rowid = ({ONE_SCORE})",
    "every_value_has_a_place": "update core.locators set template = '' where locator_key = 1",
    "units_are_unambiguous": "insert into core.units from core.units where unit_id = 'H50'",
    "units_have_parents": "update core.units set parent_key = null where unit_id = 'H50'",
    "deltas_only_where_comparable": "create or replace view main.trends_by_cutoff as select "
    "(select min(snapshot_id) from core.snapshots) as snapshot_id, 'H50' as unit_id, "
    "'TOTAL' as indicator_id, 2 as value, 1 as previous_value, 1 as delta, "
    "0 as rank_change, false as comparable, 'base_changed' as break_reason",
    "break_reasons_are_known": "create or replace view main.break_reasons as select "
    "'other' as break_reason, '' as text_vi, '' as text_en",
    "ranks_fit_their_cohort": "update core.observations set rank = 99 where rank = 1",
    "groups_add_up": f"update core.observations set score = score - 1 where rowid = ({ONE_SCORE})",
    "previous_values_are_the_previous_ones": "update core.observations set previous_score = previous_score + 1 "
    "where rowid = (select min(rowid) from core.observations where previous_score is not null)",
    "cutoffs_are_not_in_the_future": "update core.snapshots set cutoff_at = cutoff_at + interval 1 year",
}


def test_every_check_has_a_planted_error() -> None:
    assert set(PLANTED) == {check.name for check in checks()}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.name)
def test_check_is_quiet_on_the_examples_and_fires_on_the_error(
    loaded: Settings, tmp_path: Path, check: Check
) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(loaded.current.resolve(), copy)
    with duckdb.connect(str(copy)) as connection:
        assert run_check(connection, check).passed
        connection.execute(PLANTED[check.name])
        result = run_check(connection, check)
    assert not result.passed
    assert result.failing_count >= 1
    assert result.sample
    assert check.promise

"""From what a fetch landed to what analysts see: whole snapshots, and every gap with its reason."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fetching import CUTOFF, MONTH, QUANG_TRI, Home, home_with

from orchestration import pipeline
from orchestration.demo_portal.faults import Fault
from orchestration.landing.archive import Landing
from orchestration.landing.records import Receipt
from orchestration.portal.plan import plan_cutoff
from orchestration.settings import read_settings
from orchestration.warehouse.connection import open_reader

MINE = "scope_unit_id = 'H50'"


class Office:
    """A fetching home and the warehouse built from it, in the home's own time."""

    def __init__(self, folder: Path, home: Home) -> None:
        self.home = home
        self.settings = read_settings({"CHISO766_HOME": str(folder)})

    def build(self, after: timedelta = timedelta(0)) -> pipeline.Built:
        self.home.now += after
        built = pipeline.build_warehouse(self.settings, clock=self.home.clock)
        assert not built.blocking_failures
        pipeline.publish_warehouse(self.settings, built)
        return built

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with open_reader(self.settings.current) as connection:
            return connection.execute(sql).fetchall()

    def scopes(self) -> list[str]:
        return [row[0] for row in self.rows("select scope_unit_id from snapshots order by all")]

    def outcomes(self) -> list[tuple[str, str]]:
        return self.rows("select strftime(cutoff_at, '%d/%m'), outcome from core.cutoff_log order by cutoff_at")


def test_half_a_province_is_never_loaded(tmp_path):
    with home_with(tmp_path) as home:
        office = Office(tmp_path, home)
        home.fetch_dying_at("landed", 5)
        built = office.build()
        assert built.held == ["H50.2026-month-10.service-results.before"]
        assert office.scopes() == ["VN"]

        office.build(after=timedelta(hours=3))
        assert office.scopes() == ["VN"]
        assert office.outcomes() == [("05/10", "partial")]
        missing = office.rows(f"select indicator_id, reason from coverage where {MINE} order by all")
        assert missing == [("MDHL", "missed"), ("MDSH", "missed"), ("TTTT", "missed"), (None, "missed")]


def test_half_a_province_is_recognised_without_its_log(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch_dying_at("landed", 5)
        shutil.rmtree(home.folder / "runs")
        office = Office(tmp_path, home)
        assert office.build().held == ["H50.2026-month-10.service-results.before"]
        assert office.scopes() == ["VN"]


def test_a_resumed_run_is_loaded_whole(tmp_path):
    with home_with(tmp_path) as home:
        office = Office(tmp_path, home)
        home.fetch_dying_at("landed", 5)
        office.build()
        assert home.fetch().ended == "complete"
        office.build()
        assert office.scopes() == ["H50", "VN"]
        assert office.outcomes() == [("05/10", "taken")]
        assert office.rows("from coverage where status = 'missing' and reason <> 'absent_at_source'") == []
        assert len(home.portal.asked) == 9


def test_a_run_at_work_is_not_loaded_yet(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        (log,) = (home.folder / "runs").glob("*.json")
        told = json.loads(log.read_text())
        del told["sessions"][0]["ended"]
        log.write_text(json.dumps(told))
        office = Office(tmp_path, home)
        assert len(office.build().held) == 2
        assert (office.scopes(), office.outcomes()) == ([], [("05/10", "under_way")])
        # killed, and nobody came back: what is whole is loaded once the window has passed
        office.build(after=timedelta(hours=3))
        assert (office.scopes(), office.outcomes()) == (["H50", "VN"], [("05/10", "taken")])


def test_days_on_which_the_machine_was_off_are_missed(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        office = Office(tmp_path, home)
        office.build()
        assert office.outcomes() == [("05/10", "taken")]
        office.build(after=timedelta(days=3, hours=1))
        assert office.outcomes() == [("05/10", "taken"), ("06/10", "missed"), ("07/10", "missed")]
        office.build(after=timedelta(hours=1))
        assert office.outcomes()[3:] == [("08/10", "missed")]
        assert office.rows("select count(*) from coverage where reason = 'missed' and scope_unit_id is null") == [(3,)]
        assert office.rows("select count(*) from findings where rule = 'cutoff_not_taken'") == [(3,)]


def test_the_calendar_of_cutoffs_survives_the_loss_of_the_logs(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        shutil.rmtree(home.folder / "runs")
        office = Office(tmp_path, home)
        office.build(after=timedelta(days=1, hours=3))
        assert office.scopes() == ["H50", "VN"]
        assert office.outcomes() == [("05/10", "taken"), ("06/10", "missed")]


def test_an_unanswered_group_is_missing_and_the_rest_is_there(tmp_path):
    with home_with(tmp_path, Fault("hang_up", match="transparency", times=0)) as home:
        assert home.fetch().ended == "incomplete"
        office = Office(tmp_path, home)
        office.build()
        missing = office.rows(
            f"select unit_id, indicator_id, reason from coverage where {MINE} and indicator_id is not null"
        )
        assert missing == [("H50", "CKMB", "unanswered")]
        assert office.rows("select count(*) > 100 from observations where unit_id like 'H50.%'") == [(True,)]


def test_an_answer_that_breaks_the_contract_costs_only_itself(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        records = home.records()
        payloads = {record.name: home.landing.payload(record) for record in records}
        spoilt = json.loads(payloads["H50.2026-month-10.transparency"])
        spoilt["data"]["overview"]["totalScore"] = "much"
        payloads["H50.2026-month-10.transparency"] = json.dumps(spoilt).encode()
        shutil.rmtree(home.landing.root)
        landing = Landing(home.landing.root, home.clock)
        for record in records:
            facts = record.model_dump(exclude={"record_id", "received_at", "sha256", "size_bytes"})
            landing.land(payloads[record.name], Receipt(**facts))
        office = Office(tmp_path, home)
        built = office.build()
        assert [(refusal.record.name, refusal.reason.place) for refusal in built.refusals] == [
            ("H50.2026-month-10.transparency", "transparency#/data/overview/totalScore")
        ]
        assert office.scopes() == ["H50", "VN"]
        assert office.rows("select unit_id from league_table where scope_unit_id = 'H50' and ckmb is not null") == []


@pytest.mark.parametrize("clean_later", [True, False])
def test_a_mixed_snapshot_is_kept_told_of_and_never_compared(tmp_path, clean_later):
    with home_with(tmp_path, Fault("change", match="dvc-progress", times=1 if clean_later else 0)) as home:
        home.fetch()
        office = Office(tmp_path, home)
        office.build()
        mixed = office.rows(f"select is_mixed_refresh, is_superseded from snapshots where {MINE} order by all")
        told = office.rows("select count(*) from findings where rule = 'mixed_refresh'")
        if clean_later:
            assert mixed == [(False, False), (True, True)]
            assert told == [(0,)]
            return
        assert mixed == [(True, False), (True, True), (True, True)]
        assert told == [(1,)]
        home.portal.clear_faults()
        tomorrow = CUTOFF + timedelta(days=1)
        home.now = tomorrow
        home.fetch(plan_cutoff(QUANG_TRI, tomorrow, ["month"]))
        office.build()
        reasons = office.rows(
            "select distinct break_reason from trends_by_cutoff where scope_unit_id = 'H50' and "
            f"cutoff_at = '{tomorrow.isoformat()}' and level = 'commune'"
        )
        assert reasons == [("first_observation",)]


def test_units_are_the_union_of_the_answers_with_nulls_where_absent(tmp_path):
    with home_with(tmp_path, Fault("fewer_units", match="dossier-digitized")) as home:
        home.fetch(MONTH)
        office = Office(tmp_path, home)
        office.build()
        lacking = office.rows(
            "select unit_id, ckmb is not null, mdsh, rank from league_table "
            "where scope_unit_id = 'H50' and unit_id <> 'H50' and mdsh is null"
        )
        assert [row[1:] for row in lacking] == [(True, None, None)]
        assert office.rows(
            "select count(*) from league_table where scope_unit_id = 'H50' and unit_id <> 'H50' and rank is null"
        ) == [(1,)]
        told = office.rows(f"select unit_id, reason from coverage where {MINE} and indicator_id = 'MDSH'")
        assert told == [(lacking[0][0], "absent_at_source")]


def test_a_number_of_the_province_repeated_on_its_units_is_marked_and_not_ranked(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        office = Office(tmp_path, home)
        office.build()
    marked = office.rows(
        "select indicator_id, count(*), count(t.rank), bool_or(unit_id = 'H50') from observations as o "
        "join trends_by_cutoff as t using (snapshot_id, unit_id, indicator_id) "
        "where o.quality_flag like '%PROVINCE_VALUE%' group by all order by all"
    )
    assert marked == [
        ("PUBLIC_CONTENT_FULL", 95, 0, False), ("PUBLIC_UPDATE_ON_TIME", 95, 0, False),
        ("PUBLISH_ON_TIME", 95, 0, False),
    ]  # fmt: skip
    own = office.rows(
        "select count(rank) from trends_by_cutoff where indicator_id = 'DOSSIER_SYNC' and unit_id like 'H50.%'"
    )
    assert own == [(95,)]

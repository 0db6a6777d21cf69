"""What a fetched batch gives the strict reader, and what it keeps from it."""

from __future__ import annotations

from decimal import Decimal

from fetching import CUTOFF, GROUPS, home_with

from orchestration.demo_portal.faults import Fault
from orchestration.portal.batches import sort_out
from orchestration.portal.reading import read_portal_batch

NATION = "VN.2026-month-10.20261005T090000Z.1"
PROVINCE = "H50.2026-month-10.20261005T090000Z.1"


def test_every_answer_of_the_demo_portal_meets_the_contract(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        nation = read_portal_batch(sort_out(home.landing, home.records(NATION)).usable)
        province = read_portal_batch(sort_out(home.landing, home.records(PROVINCE)).usable)
    assert (nation.scope_unit_id, len(nation.units), nation.cutoff_at) == ("VN", 35, CUTOFF)
    assert (province.scope_unit_id, len(province.units), province.is_mixed_refresh) == ("H50", 96, False)
    totals = {
        reading.scope_unit_id: next(
            seen.score for seen in reading.observations
            if seen.unit_id == "H50" and seen.indicator_id == "TOTAL"
        )
        for reading in (nation, province)
    }  # fmt: skip
    assert totals["VN"] == totals["H50"] > Decimal(0)


def test_a_refresh_in_the_middle_is_seen_by_the_reader(tmp_path):
    with home_with(tmp_path, Fault("change", match="dvc-progress")) as home:
        home.fetch()
        readings = [
            read_portal_batch(sort_out(home.landing, home.records(f"{PROVINCE[:-1]}{attempt}")).usable)
            for attempt in (1, 2)
        ]
    assert [reading.is_mixed_refresh for reading in readings] == [True, False]


def test_one_error_body_does_not_cost_the_province_its_other_answers(tmp_path):
    with home_with(tmp_path, Fault("error_body", match="transparency")) as home:
        home.fetch()
        sorted_out = sort_out(home.landing, home.records(PROVINCE))
        assert len(sorted_out.usable) == 7
        ((record, problem),) = sorted_out.left_out
        assert (record.name, problem.en) == (
            "H50.2026-month-10.transparency", "The portal reports no data (code: ERROR).",
        )  # fmt: skip
        assert read_portal_batch(sorted_out.usable).scope_unit_id == "H50"

        home.fetch()
        whole = sort_out(home.landing, home.records(PROVINCE))
        assert len(whole.usable) == 8
        assert len(whole.left_out) == 1


def test_refused_statuses_and_other_provinces_are_left_out_with_their_reason(tmp_path):
    faults = (Fault("503", match="transparency"), Fault("wrong_province", match="dossier-digitized"))
    with home_with(tmp_path, *faults) as home:
        home.fetch()
        found = sort_out(home.landing, home.records(PROVINCE))
    assert [record.name.rpartition(".")[2] for record, _ in found.usable] == ["before", *GROUPS[:5]]
    assert [problem.en for _, problem in found.left_out] == [
        "The portal refused (HTTP 503).", "H50 was asked for, but the portal answered for H52.",
    ]  # fmt: skip

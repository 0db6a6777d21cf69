"""Which questions a cutoff takes, with which payloads, in which batches."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.periods import VIETNAM, period_of
from orchestration.portal.plan import (
    Plan,
    PlannedRequest,
    all_provinces,
    attempt_of,
    base_of,
    choose_provinces,
    first_page_name,
    page_of,
    plan_cutoff,
    plan_now,
    plan_period,
    retaken,
)
from orchestration.readings import Refused

CUTOFF = datetime(2026, 10, 5, 16, 0, tzinfo=VIETNAM)
PHU_THO = "019d2be3-6a88-732b-8b17-b68020c8553a"


def by_name(plan: Plan) -> dict[str, PlannedRequest]:
    return {request.name: request for request in plan.requests}


@pytest.mark.parametrize(
    ("proof", "count"), [("none", 3 + 34 * 3 * 6), ("before", 3 + 34 * 3 * 7), ("before_and_after", 819)]
)
def test_a_national_cutoff_takes_as_many_requests_as_its_proof_needs(proof, count):
    plan = plan_cutoff(all_provinces(), CUTOFF, proof=proof)
    assert len(plan.requests) == count
    assert len({(request.batch_id, request.name) for request in plan.requests}) == count


def test_the_counts_by_endpoint_of_a_whole_national_cutoff():
    assert plan_cutoff(all_provinces(), CUTOFF).counts() == {
        "service-results": 3 + 2 * 34 * 3,
        "transparency": 102,
        "dvc-progress-tree": 102,
        "provide-online-tree": 102,
        "formality-online-payment-tree": 102,
        "handling-satisfaction": 102,
        "dossier-digitized": 102,
    }


def test_payloads_are_those_that_the_portal_was_seen_to_answer():
    requests = by_name(plan_period(period_of("month", 2026, 8), choose_provinces("H44"), CUTOFF))
    tree = {"timeType": "month", "year": 2026, "month": 8, "rootDepartmentId": PHU_THO, "currentPage": 1}
    dates = {"fromDate": "2026-08-01", "toDate": "2026-08-31", "rootDepartmentId": PHU_THO, "currentPage": 1}
    assert {name: request.payload for name, request in requests.items()} == {
        "VN.2026-month-08.service-results": {
            "timeType": "month", "year": 2026, "month": 8, "departmentType": "ADMINISTRATIVE_UNIT",
        },
        "H44.2026-month-08.service-results.before": {
            "timeType": "month", "year": 2026, "month": 8, "rootDepartmentId": PHU_THO,
        },
        "H44.2026-month-08.transparency": {**tree, "pageSize": 200},
        "H44.2026-month-08.dvc-progress-tree": {**tree, "pageSize": 100},
        "H44.2026-month-08.provide-online-tree": {**tree, "pageSize": 200},
        "H44.2026-month-08.formality-online-payment-tree": {**tree, "pageSize": 100},
        "H44.2026-month-08.handling-satisfaction": {**dates, "pageSize": 200},
        "H44.2026-month-08.dossier-digitized": {**tree, "pageSize": 200},
        "H44.2026-month-08.service-results.after": {
            "timeType": "month", "year": 2026, "month": 8, "rootDepartmentId": PHU_THO,
        },
    }  # fmt: skip
    paths = {request.path for request in requests.values() if request.endpoint == "transparency"}
    assert paths == {"/api/v1/reporting/evaluation/transparency"}


def test_quarter_and_year_are_asked_in_their_own_form():
    requests = by_name(plan_cutoff(choose_provinces("H44"), CUTOFF))
    assert requests["VN.2026-quarter-04.service-results"].payload == {
        "timeType": "quarter", "year": 2026, "quarter": 4, "departmentType": "ADMINISTRATIVE_UNIT",
    }  # fmt: skip
    assert requests["VN.2026.service-results"].payload == {
        "timeType": "year", "year": 2026, "departmentType": "ADMINISTRATIVE_UNIT",
    }  # fmt: skip
    quarter = requests["H44.2026-quarter-04.handling-satisfaction"].payload
    assert (quarter["fromDate"], quarter["toDate"]) == ("2026-10-01", "2026-12-31")
    year = requests["H44.2026.handling-satisfaction"].payload
    assert (year["fromDate"], year["toDate"]) == ("2026-01-01", "2026-12-31")


def test_the_nation_comes_first_and_groups_stand_between_the_two_service_results():
    names = [request.name for request in plan_cutoff(choose_provinces("H50"), CUTOFF, ["month"]).requests]
    assert names[0] == "VN.2026-month-10.service-results"
    assert names[1] == "H50.2026-month-10.service-results.before"
    assert names[-1] == "H50.2026-month-10.service-results.after"
    assert len(names) == 1 + 8


def test_a_batch_is_one_scope_and_one_period():
    plan = plan_cutoff(choose_provinces("H50,H21"), CUTOFF)
    batches = list(plan.batches())
    assert [len(batch) for batch in batches] == [1, 1, 1, 8, 8, 8, 8, 8, 8]
    assert all(len({(r.scope_unit_id, r.period) for r in batch}) == 1 for batch in batches)
    assert plan.scopes() == ("VN", "H50", "H21")
    assert [str(period) for period in plan.periods()] == ["2026-month-10", "2026-quarter-04", "2026"]


def test_the_same_cutoff_planned_twice_is_the_same_run_and_another_is_not():
    again = plan_cutoff(choose_provinces("H50"), CUTOFF.astimezone(UTC))
    first = plan_cutoff(choose_provinces("H50"), CUTOFF)
    other = plan_cutoff(choose_provinces("H50"), CUTOFF.replace(day=6))
    assert (again.run_id, again.requests) == (first.run_id, first.requests)
    assert first.run_id == "2026-10-05T160000+0700"
    assert first.requests[3].batch_id == "H50.2026-month-10.20261005T090000Z.1"
    assert not {r.batch_id for r in first.requests} & {r.batch_id for r in other.requests}


def test_a_run_outside_the_schedule_has_no_cutoff():
    plan = plan_now(choose_provinces("H50"), CUTOFF)
    assert (plan.kind, plan.cutoff_at, plan.run_id) == ("now", None, "now-20261005T090000Z")
    assert plan.requests[3].batch_id == "H50.2026-month-10.now-20261005T090000Z.1"


def test_the_open_periods_are_those_of_the_vietnamese_date():
    new_year = plan_cutoff(choose_provinces("H50"), datetime(2025, 12, 31, 17, 30, tzinfo=UTC))
    assert [str(period) for period in new_year.periods()] == ["2026-month-01", "2026-quarter-01", "2026"]


def test_a_closed_period_is_a_closing_run_and_an_open_one_is_not():
    closed = plan_period(period_of("month", 2026, 9), choose_provinces("H50"), CUTOFF)
    running = plan_period(period_of("month", 2026, 10), choose_provinces("H50"), CUTOFF)
    assert (closed.kind, closed.cutoff_at, running.kind) == ("closing", None, "now")
    assert closed.run_id == "closing-2026-month-09-20261005T090000Z"


@pytest.mark.parametrize(
    ("period", "words"),
    [(period_of("month", 2026, 11), "chưa bắt đầu"), (period_of("half", 2026, 1), "6 tháng")],
)
def test_a_period_that_the_portal_cannot_show_is_refused(period, words):
    with pytest.raises(Refused) as refused:
        plan_period(period, choose_provinces("H50"), CUTOFF)
    assert words in refused.value.vi
    assert refused.value.place == str(period)


def test_half_years_are_refused_at_a_cutoff_too():
    with pytest.raises(Refused, match="half-years"):
        plan_cutoff(choose_provinces("H50"), CUTOFF, ["half"])


def test_provinces_are_chosen_by_code():
    assert [p.unit_id for p in choose_provinces(" h50 ,H21,H50")] == ["H50", "H21"]
    assert choose_provinces("H44")[0].portal_id == PHU_THO
    everywhere = choose_provinces("ALL")
    assert len(everywhere) == 34
    assert [p.unit_id for p in everywhere] == sorted(p.unit_id for p in everywhere)


@pytest.mark.parametrize("setting", ["H99", "H50,Quảng Trị", "", ","])
def test_an_unknown_province_is_refused_by_name(setting):
    with pytest.raises(Refused) as refused:
        choose_provinces(setting)
    for code in setting.split(","):
        if code and code != "H50":
            assert code.upper() in refused.value.vi


def test_a_batch_taken_again_asks_the_same_in_another_batch():
    first = plan_cutoff(choose_provinces("H50"), CUTOFF, ["month"]).requests[1:]
    second = retaken(first, 2)
    assert [r.payload for r in second] == [r.payload for r in first]
    assert {r.batch_id for r in second} == {"H50.2026-month-10.20261005T090000Z.2"}
    assert {base_of(r.batch_id) for r in (*first, *second)} == {"H50.2026-month-10.20261005T090000Z"}
    assert (attempt_of(first[0].batch_id), attempt_of(second[0].batch_id)) == (1, 2)
    assert (attempt_of("somebody-else"), attempt_of("x.²")) == (0, 0)


def test_a_further_page_changes_the_page_alone():
    first = plan_cutoff(choose_provinces("H50"), CUTOFF, ["month"]).requests[2]
    second = page_of(first, 2)
    assert second.payload == {**first.payload, "currentPage": 2}
    assert (second.name, second.page) == ("H50.2026-month-10.transparency.page-2", 2)
    assert first_page_name(second.name) == first.name


def test_the_estimate_counts_answers_and_pauses():
    plan = plan_cutoff(choose_provinces("H50,H21"), CUTOFF)
    # 51 requests of 1,45 s and 0,4 s each, two changes of scope of 2,5 s
    assert plan.estimated_minutes(0.4, 2.5) == pytest.approx((51 * 1.85 + 2 * 2.5) / 60)


@settings(deadline=None)  # the first example reads the reference tables
@given(st.datetimes(min_value=datetime(2022, 1, 1), max_value=datetime(2060, 1, 1)))
def test_any_cutoff_asks_once_for_each_period_it_falls_in(instant):
    cutoff = instant.replace(tzinfo=VIETNAM)
    plan = plan_cutoff(choose_provinces("H50"), cutoff)
    today: date = cutoff.date()
    assert all(period.start <= today <= period.end for period in plan.periods())
    assert Counter(request.name for request in plan.requests).most_common(1)[0][1] == 1
    assert re.fullmatch(r"[0-9T+-]+", plan.run_id)
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", request.batch_id) for request in plan.requests)

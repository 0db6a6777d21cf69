"""A run over real HTTP: everything lands, nothing is asked twice, what is missing is told."""

from __future__ import annotations

import fcntl
import json
from datetime import date, timedelta

import pytest
import requests
from fetching import CUTOFF, GROUPS, MONTH, QUANG_TRI, home_with

from orchestration.demo_portal.faults import Fault
from orchestration.portal.circuit import CircuitOpen
from orchestration.portal.client import NoAnswer
from orchestration.portal.plan import choose_provinces, plan_cutoff
from orchestration.portal.runs import read_runs
from orchestration.readings import Refused

NATION = "VN.2026-month-10.20261005T090000Z.1"
PROVINCE = "H50.2026-month-10.20261005T090000Z.1"
WHOLE = ["service-results.before", *GROUPS, "service-results.after"]


def test_a_cutoff_lands_whole(tmp_path):
    with home_with(tmp_path) as home:
        result = home.fetch()
        assert (result.ended, result.stopped, result.log.gaps) == ("complete", None, ())
        assert result.batch_ids == (NATION, PROVINCE)
        assert home.names(PROVINCE) == WHOLE
        assert [record.name for record in home.records(NATION)] == ["VN.2026-month-10.service-results"]
        session = result.session
        assert (session.asked, session.answers, session.refused, session.already_landed) == (9, 9, 0, 0)
        assert session.bytes_received == sum(record.size_bytes for record in home.records())


def test_a_record_tells_what_was_asked_when_and_what_came(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        record = home.records(PROVINCE)[1]
        request = MONTH.requests[2]
        came = requests.post(home.portal.url + request.path, json=request.payload, timeout=5).content
        assert home.landing.payload(record) == came
        assert record.kind == "portal"
        assert record.name == "H50.2026-month-10.transparency"
        assert record.request == {
            "method": "POST",
            "path": "/api/v1/reporting/evaluation/transparency",
            "payload": {
                "timeType": "month", "year": 2026, "month": 10,
                "rootDepartmentId": "019d2be3-6a88-732b-8b20-29251b1ac762",
                "currentPage": 1, "pageSize": 200,
            },
            "status": 201,
        }  # fmt: skip
        assert (record.status, record.cutoff_at, record.origin) == (201, CUTOFF, home.portal.url)
        assert record.headers["x-demo"] == "demo portal; invented figures"
        # nation, pause between scopes, before, pause, transparency
        assert record.captured_at - CUTOFF == timedelta(seconds=2.5 * 1.125 + 0.4 * 1.125)


def test_without_the_proof_only_the_groups_are_asked(tmp_path):
    with home_with(tmp_path) as home:
        result = home.fetch(plan_cutoff(QUANG_TRI, CUTOFF, ["month"], proof="none"))
        assert (result.ended, home.endpoints_asked()) == ("complete", ["service-results", *GROUPS])


def test_asked_again_a_finished_run_asks_nothing(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        landed = home.records()
        again = home.fetch()
        assert (again.ended, again.session.asked, again.session.already_landed) == ("complete", 0, 9)
        assert again.batch_ids == (NATION, PROVINCE)
        assert len(home.portal.asked) == 9
        assert home.records() == landed


@pytest.mark.parametrize("answered", range(1, 10))
def test_a_run_that_dies_anywhere_goes_on_without_repeating(tmp_path, answered):
    with home_with(tmp_path) as home:
        home.fetch_dying_at("landed", answered)
        (log,) = read_runs(home.folder / "runs")
        assert (log.ended, log.sessions[0].answers) == ("interrupted", answered)
        result = home.fetch()
        assert result.ended == "complete"
        assert (result.session.already_landed, result.session.asked) == (answered, 9 - answered)
        assert len(home.portal.asked) == 9
        assert home.names(PROVINCE) == WHOLE


@pytest.mark.parametrize("kind", ["403", "429", "html", "redirect"])
def test_a_no_lands_then_stops_the_run_until_a_person_looked(tmp_path, kind):
    with home_with(tmp_path, Fault(kind, match="provide-online")) as home:
        result = home.fetch()
        assert (result.ended, type(result.stopped)) == ("stopped", CircuitOpen)
        last = home.records()[-1]
        assert last.name == "H50.2026-month-10.provide-online-tree"
        assert last.status == {"html": 200, "redirect": 302}.get(kind) or int(kind)
        assert home.endpoints_asked() == ["service-results", "service-results", *GROUPS[:3]]
        reasons = {gap.endpoint: gap.reason for gap in result.log.gaps}
        assert reasons == {
            "provide-online-tree": "refused",
            "formality-online-payment-tree": "not_asked",
            "handling-satisfaction": "not_asked",
            "dossier-digitized": "not_asked",
            "service-results": "not_asked",
        }

        blocked = home.fetch()
        assert (blocked.ended, blocked.session.asked, len(home.portal.asked)) == ("stopped", 0, 5)

        home.circuit.resume("Lan")
        resumed = home.fetch()
        assert (resumed.ended, resumed.session.asked, resumed.session.already_landed) == ("complete", 5, 4)


def test_every_failed_answer_lands(tmp_path):
    with home_with(tmp_path, Fault("503", match="transparency", times=2)) as home:
        result = home.fetch()
        assert result.ended == "complete"
        statuses = [r.status for r in home.records() if r.name.endswith("transparency")]
        assert statuses == [503, 503, 201]
        assert (result.session.asked, result.session.answers) == (9, 11)
        waits = [event for event in home.events if event.kind == "waiting"]
        assert [event.vi.split(" Hỏi lại")[0] for event in waits] == ["Cổng báo lỗi (HTTP 503)."] * 2
        assert [event.vi[-10:] for event in waits] == ["(lần 1/4).", "(lần 2/4)."]


def test_an_error_body_lands_and_its_group_alone_is_asked_again_later(tmp_path):
    with home_with(tmp_path, Fault("error_body", match="dossier-digitized")) as home:
        result = home.fetch()
        assert (result.ended, result.session.refused) == ("incomplete", 1)
        (gap,) = result.log.gaps
        assert (gap.endpoint, gap.reason, gap.scope_unit_id) == ("dossier-digitized", "refused", "H50")
        assert "code: ERROR" in gap.vi
        assert json.loads(home.landing.payload(home.records()[-2]))["code"] == "ERROR"
        home.circuit.require_closed()

        later = home.fetch()
        assert (later.ended, later.session.asked, later.log.gaps) == ("complete", 1, ())
        assert home.endpoints_asked()[-1] == "dossier-digitized"


@pytest.mark.parametrize("kind", ["empty", "truncated"])
def test_an_answer_that_is_no_whole_json_is_refused_and_asked_again_later(tmp_path, kind):
    with home_with(tmp_path, Fault(kind, match="transparency")) as home:
        result = home.fetch()
        assert [(gap.endpoint, gap.reason) for gap in result.log.gaps] == [("transparency", "refused")]
        assert home.fetch().ended == "complete"


def test_an_answer_for_another_province_opens_the_circuit(tmp_path):
    with home_with(tmp_path, Fault("wrong_province", match="dvc-progress")) as home:
        result = home.fetch()
        assert result.stopped.opening.cause == "wrong_scope"
        assert "Hỏi H50 nhưng Cổng trả lời cho H52." in [gap.vi for gap in result.log.gaps]
        assert home.names()[-1] == "dvc-progress-tree"
        assert home.fetch().session.asked == 0
        home.circuit.resume("Lan")
        assert home.fetch().ended == "complete"


@pytest.mark.parametrize("endpoint", ["service-results", *GROUPS])
def test_another_province_is_recognised_in_every_endpoint(tmp_path, endpoint):
    with home_with(tmp_path, Fault("wrong_province", match=endpoint, times=0)) as home:
        result = home.fetch()
        assert result.stopped.opening.cause == "wrong_scope"
        assert home.endpoints_asked()[-1] == endpoint


def test_a_network_that_is_gone_stops_the_run_after_three_questions(tmp_path):
    with home_with(tmp_path, Fault("hang_up", times=0)) as home:
        result = home.fetch()
        assert (result.ended, type(result.stopped)) == ("stopped", NoAnswer)
        assert (result.session.asked, len(home.portal.asked)) == (3, 15)
        assert [gap.reason for gap in result.log.gaps] == ["unanswered"] * 3 + ["not_asked"] * 6
        home.circuit.require_closed()
        home.portal.clear_faults()
        assert home.fetch().ended == "complete"


def test_one_question_without_an_answer_does_not_stop_the_others(tmp_path):
    with home_with(tmp_path, Fault("hang_up", match="transparency", times=5)) as home:
        result = home.fetch()
        assert result.ended == "incomplete"
        assert [(gap.endpoint, gap.reason) for gap in result.log.gaps] == [("transparency", "unanswered")]
        assert len(home.names(PROVINCE)) == 7
        assert home.fetch().session.asked == 1


def test_a_damaged_payload_is_asked_for_again(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        sha256 = home.records(PROVINCE)[2].sha256
        (tmp_path / "landing" / "payloads" / sha256[:2] / f"{sha256}.gz").write_bytes(b"\x1f\x8bbroken")
        again = home.fetch()
        assert (again.session.asked, home.endpoints_asked()[-1]) == (1, "dvc-progress-tree")


def test_further_pages_are_asked_for_and_belong_to_the_batch(tmp_path):
    with home_with(tmp_path, Fault("paginate", size=40, times=0)) as home:
        result = home.fetch()
        assert result.ended == "complete"
        names = [name for name in home.names(PROVINCE) if name.startswith("transparency")]
        assert names == ["transparency", "transparency.page-2", "transparency.page-3"]
        units = [
            unit["departmentId"]
            for record in home.records(PROVINCE)
            if "transparency" in record.name
            for unit in json.loads(home.landing.payload(record))["data"]["evaluation"]
        ]
        assert len(units) == len(set(units)) == 17 + 78
        assert [r.request["payload"]["currentPage"] for r in home.records() if "transparency" in r.name] == [
            1, 2, 3,
        ]  # fmt: skip
        before = len(home.portal.asked)
        assert home.fetch().ended == "complete"
        assert len(home.portal.asked) == before


def test_a_missing_page_is_a_gap(tmp_path):
    faults = (Fault("paginate", size=40, times=0), Fault("error_body", match="transparency", skip=1))
    with home_with(tmp_path, *faults) as home:
        result = home.fetch()
        assert [gap.request for gap in result.log.gaps] == ["H50.2026-month-10.transparency.page-2"]
        assert result.ended == "incomplete"


def test_only_one_fetch_at_a_time(tmp_path):
    with home_with(tmp_path) as home:
        home.folder.mkdir()
        with open(home.folder / "fetch.lock", "ab") as lease:
            fcntl.flock(lease, fcntl.LOCK_EX)
            with pytest.raises(Refused) as refused:
                home.fetch()
        assert "đang chạy" in refused.value.vi
        assert home.portal.asked == []
        assert home.fetch().ended == "complete"


def test_progress_is_told_step_by_step(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        assert [(event.kind, event.done, event.planned) for event in home.events] == [
            ("landed", number, 9) for number in range(1, 10)
        ]
        assert home.events[1].subject == "H50.2026-month-10.service-results.before"
        assert home.events[1].size_bytes == home.records(PROVINCE)[0].size_bytes


def test_the_log_of_a_run_tells_all_its_sessions(tmp_path):
    with home_with(tmp_path, Fault("403", match="dossier-digitized")) as home:
        home.fetch()
        home.circuit.resume("Lan")
        home.now += timedelta(minutes=20)
        home.fetch()
        (log,) = read_runs(home.folder / "runs")
        assert (home.folder / "runs" / "2026-10-05T160000+0700.json").exists()
        assert (log.run_id, log.kind, log.cutoff_at) == ("2026-10-05T160000+0700", "cutoff", CUTOFF)
        assert (log.planned, log.scopes, log.periods) == (9, ("VN", "H50"), ("2026-month-10",))
        assert [s.ended for s in log.sessions] == ["stopped", "complete"]
        assert [s.asked for s in log.sessions] == [8, 2]
        assert [s.refused for s in log.sessions] == [1, 0]
        assert log.sessions[1].started_at - CUTOFF > timedelta(minutes=20)
        assert (log.gaps, log.ended) == ((), "complete")


def test_a_damaged_log_is_set_aside_and_the_run_goes_on(tmp_path):
    with home_with(tmp_path) as home:
        runs = home.folder / "runs"
        runs.mkdir(parents=True)
        (runs / "2026-10-05T160000+0700.json").write_bytes(b'{"run_id": ')
        assert home.fetch().ended == "complete"
        assert (runs / "2026-10-05T160000+0700.damaged").read_bytes() == b'{"run_id": '
        assert len(read_runs(runs)) == 1
        (runs / "x.json").write_bytes(b"[]")
        with pytest.raises(Refused, match=r"x\.json"):
            read_runs(runs)


def test_several_provinces_and_periods_each_have_their_batch(tmp_path):
    with home_with(tmp_path) as home:
        result = home.fetch(plan_cutoff(choose_provinces("H50,H35"), CUTOFF))
        assert (result.ended, len(result.batch_ids), len(home.records())) == ("complete", 9, 3 + 2 * 3 * 8)
        assert {len(home.records(batch)) for batch in result.batch_ids} == {1, 8}


def test_another_cutoff_of_the_same_figures_is_another_snapshot_of_the_same_payloads(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        payloads = sorted((tmp_path / "landing" / "payloads").rglob("*.gz"))
        home.now += timedelta(days=1)
        tomorrow = CUTOFF + timedelta(days=1)
        result = home.fetch(plan_cutoff(QUANG_TRI, tomorrow, ["month"]))
        assert (result.session.asked, result.ended) == (9, "complete")
        assert len(home.records()) == 18
        assert sorted((tmp_path / "landing" / "payloads").rglob("*.gz")) == payloads
        home.portal.today = date(2026, 10, 7)
        home.now += timedelta(days=1)
        home.fetch(plan_cutoff(QUANG_TRI, tomorrow + timedelta(days=1), ["month"]))
        assert len(sorted((tmp_path / "landing" / "payloads").rglob("*.gz"))) == 2 * len(payloads)

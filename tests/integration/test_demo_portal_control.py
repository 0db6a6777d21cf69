"""Telling the demo portal what to do: faults, its day, captures to replay, the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import requests

from orchestration.demo_portal.faults import Fault, parse_fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.portal.plan import API

EXAMPLES = Path(__file__).parents[2] / "examples"
NATIONAL = {"timeType": "year", "year": 2026, "departmentType": "ADMINISTRATIVE_UNIT"}
PATH = API + "service-results"


def ask(portal: DemoPortal) -> requests.Response:
    return requests.post(portal.url + PATH, json=NATIONAL, timeout=5, allow_redirects=False)


def statuses(portal: DemoPortal, count: int) -> list[int]:
    return [ask(portal).status_code for _ in range(count)]


def test_a_fault_strikes_as_often_as_told_after_those_it_lets_pass():
    with DemoPortal(faults=[Fault("503", times=2, skip=1, match="service-results")]) as portal:
        assert statuses(portal, 5) == [201, 503, 503, 201, 201]
        assert [asked.faults for asked in portal.asked] == [(), ("503",), ("503",), (), ()]
    with DemoPortal(faults=[Fault("429", times=0, match="transparency")]) as portal:
        assert statuses(portal, 2) == [201, 201]


def test_faults_can_be_switched_over_http():
    with DemoPortal() as portal:
        told = requests.post(
            f"{portal.url}/_demo/faults", json={"kind": "429", "times": 0, "retry_after": "5"}, timeout=5
        )
        assert told.status_code == 200
        refused = ask(portal)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
        requests.delete(f"{portal.url}/_demo/faults", timeout=5)
        assert ask(portal).status_code == 201
        asked = requests.get(f"{portal.url}/_demo/asked", timeout=5).json()["asked"]
        assert [(question["path"], question["faults"]) for question in asked] == [(PATH, ["429"]), (PATH, [])]


def test_the_day_can_be_set_over_http_and_figures_follow():
    with DemoPortal(today=date(2026, 10, 5)) as portal:
        before = ask(portal).content
        assert ask(portal).content == before
        requests.post(f"{portal.url}/_demo/today", json={"date": "2026-10-06"}, timeout=5)
        assert ask(portal).content != before


def test_a_refresh_shows_the_next_day_from_then_on():
    with DemoPortal(today=date(2026, 10, 6)) as portal:
        tomorrow = ask(portal).content
    with DemoPortal(today=date(2026, 10, 5), faults=[Fault("change", skip=1)]) as portal:
        first, second, third = (ask(portal).content for _ in range(3))
    assert first != second
    assert second == third == tomorrow


@pytest.mark.parametrize(
    "order", [{"kind": "earthquake"}, {"kind": "slow", "depth": 1}, [], {"date": "soon"}, {}]
)
def test_an_order_that_makes_no_sense_is_refused(order):
    with DemoPortal() as portal:
        for control in ("faults", "today", "elsewhere"):
            assert requests.post(f"{portal.url}/_demo/{control}", json=order, timeout=5).status_code >= 400
        assert ask(portal).status_code == 201


def test_captures_are_replayed_byte_for_byte_and_nothing_is_invented_beside_them():
    newest = (EXAMPLES / "portal" / "national_2026-10-05.json").read_bytes()
    with DemoPortal(replay=EXAMPLES) as portal:
        reply = ask(portal)
        assert (reply.status_code, reply.content) == (201, newest)
        assert reply.headers["X-Demo"] == "demo portal; captures replayed"
        month = {"timeType": "month", "year": 2026, "month": 9, "departmentType": "ADMINISTRATIVE_UNIT"}
        assert requests.post(portal.url + PATH, json=month, timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("today", "capture"),
    [("2026-09-17", "2026-09-17"), ("2026-10-01", "2026-09-27"), ("2026-10-03", "2026-10-02")],
)
def test_a_replay_shows_what_had_been_captured_by_its_day(today, capture):
    with DemoPortal(replay=EXAMPLES, today=date.fromisoformat(today)) as portal:
        assert ask(portal).content == (EXAMPLES / "portal" / f"national_{capture}.json").read_bytes()


def test_before_the_first_capture_there_is_nothing():
    with DemoPortal(replay=EXAMPLES, today=date(2026, 9, 16)) as portal:
        assert ask(portal).status_code == 404


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("403", Fault("403")),
        ("429:times=2:retry_after=5", Fault("429", times=2, retry_after="5")),
        ("slow:match=transparency:seconds=3.5:times=0", Fault("slow", "transparency", 0, seconds=3.5)),
        ("paginate:size=50", Fault("paginate", size=50)),
    ],
)
def test_faults_are_written_on_the_command_line(text, fault):
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["", "flood", "403:kind=404", "403:colour=red", "slow:seconds=long"])
def test_a_fault_that_is_not_known_is_refused(text):
    with pytest.raises(ValueError):
        parse_fault(text)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "orchestration.demo_portal", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=20)


def test_help_says_that_the_figures_are_invented():
    told = run("--help")
    assert told.returncode == 0
    assert "MỌI CON SỐ ĐỀU BỊA RA" in told.stdout
    assert "ALL FIGURES ARE INVENTED" in told.stdout
    assert "wrong_province" in told.stdout


def test_a_port_that_is_taken_is_said_plainly():
    with DemoPortal() as portal:
        told = run("--port", portal.url.rpartition(":")[2])
    assert told.returncode == 1
    assert "--port" in told.stderr
    assert "Traceback" not in told.stderr


def test_started_by_hand_it_says_where_it_is_and_answers():
    command = [sys.executable, "-m", "orchestration.demo_portal", "--port", "0", "--today", "2026-10-05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip()
            words = process.stdout.readline()
            reply = requests.post(url + PATH, json=NATIONAL, timeout=5)
        finally:
            process.kill()  # a worker of the test run may have made its children deaf to SIGTERM
    assert url.startswith("http://127.0.0.1:")
    assert f"CHISO766_PORTAL_URL={url}" in words
    assert len(json.loads(reply.content)["data"]["evaluation"]) == 34

"""The circuit outlives the process, names its cause, and ends by its time or by a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from orchestration.portal.circuit import KEPT_OPENINGS, Circuit, CircuitOpen
from orchestration.readings import Refused

NOON = datetime(2026, 10, 5, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def circuit(tmp_path, clock):
    return Circuit(tmp_path / "portal" / "circuit.json", clock)


def test_a_circuit_that_never_opened_forbids_nothing(circuit):
    circuit.require_closed()
    assert circuit.opening() is None
    assert circuit.openings() == []
    assert circuit.resume("Lan") is None


def test_an_open_circuit_tells_since_when_why_and_what_to_do(circuit):
    stop = circuit.open("forbidden", "H50.2026.transparency", "HTTP 403")
    assert "12:00:00 05/10/2026" in stop.vi
    assert "HTTP 403" in stop.vi
    assert "H50.2026.transparency" in stop.en
    assert "chiso766 portal resume" in stop.vi
    assert "chiso766 portal resume" in stop.en
    assert stop.place == str(circuit.path)


def test_it_stays_open_for_another_process_until_a_person_closes_it(circuit, clock):
    circuit.open("web_page", "VN.2026.service-results", "HTTP 200")
    clock.now += timedelta(days=30)
    other = Circuit(circuit.path, clock)
    with pytest.raises(CircuitOpen) as stop:
        other.require_closed()
    assert stop.value.opening.cause == "web_page"

    closed = other.resume("Nguyễn Thị Lan")
    assert closed is not None
    assert (closed.closed_by, closed.closed_at) == ("Nguyễn Thị Lan", clock.now)
    circuit.require_closed()
    assert circuit.openings() == [closed]


def test_a_stated_time_ends_it_without_a_person(circuit, clock):
    stop = circuit.open("too_many_requests", "x", "HTTP 429", NOON + timedelta(minutes=10))
    assert "Được hỏi lại từ 12:10:00 05/10/2026" in stop.vi
    clock.now = NOON + timedelta(minutes=9, seconds=59)
    with pytest.raises(CircuitOpen):
        circuit.require_closed()
    clock.now = NOON + timedelta(minutes=10)
    circuit.require_closed()
    assert circuit.resume("Lan") is None


def test_the_file_keeps_who_when_and_why(circuit, clock):
    circuit.open("wrong_scope", "H50.2026.transparency", "asked for H50, answered for H52")
    circuit.resume("Lan")
    (kept,) = json.loads(circuit.path.read_text(encoding="utf-8"))["openings"]
    assert kept == {
        "opened_at": "2026-10-05T05:00:00Z",
        "cause": "wrong_scope",
        "request": "H50.2026.transparency",
        "detail": "asked for H50, answered for H52",
        "closed_at": "2026-10-05T05:00:00Z",
        "closed_by": "Lan",
    }


def test_a_long_history_is_cut_at_its_beginning(circuit, clock):
    for number in range(KEPT_OPENINGS + 5):
        circuit.open("forbidden", f"request {number}", "HTTP 403")
        circuit.resume("Lan")
    kept = circuit.openings()
    assert len(kept) == KEPT_OPENINGS
    assert (kept[0].request, kept[-1].request) == ("request 5", "request 54")


@pytest.mark.parametrize("content", [b"", b"{", b'{"openings": [{"cause": "weather"}]}', b"[]"])
def test_a_file_that_cannot_be_read_forbids_asking(circuit, content):
    circuit.path.parent.mkdir(parents=True)
    circuit.path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        circuit.require_closed()
    assert not isinstance(refused.value, CircuitOpen)
    assert str(circuit.path) in refused.value.place
    assert "xóa tệp" in refused.value.vi

"""The client's manners, over real HTTP and in fake time."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import format_datetime

import pytest
from asking import CUTOFF, answers, hear, planned, portal_and_client

from orchestration.demo_portal.faults import Fault
from orchestration.portal.circuit import Circuit, CircuitOpen
from orchestration.portal.client import (
    Manners,
    NoAnswer,
    PortalClient,
    Waiting,
)
from orchestration.portal.exchange import Limits

TRANSPARENCY = planned("transparency")
PROGRESS = planned("dvc-progress-tree")
ELSEWHERE = planned("transparency", "H21")


def test_one_question_one_answer(tmp_path):
    with portal_and_client(tmp_path) as (portal, client, time):
        (answer,) = answers(client, TRANSPARENCY)
    assert answer.status == 201
    assert [asked.payload for asked in portal.asked] == [TRANSPARENCY.payload]
    assert time.slept == []


@pytest.mark.parametrize(("chance", "within", "between"), [(0.0, 0.4, 2.5), (0.8, 0.48, 3.0)])
def test_pauses_lie_between_questions_and_longer_ones_between_provinces(tmp_path, chance, within, between):
    with portal_and_client(tmp_path, chance=chance) as (_, client, time):
        for request in (TRANSPARENCY, PROGRESS, ELSEWHERE, TRANSPARENCY):
            answers(client, request)
    assert time.slept == [within, between, between]


def test_time_spent_on_other_work_counts_as_pause(tmp_path):
    with portal_and_client(tmp_path) as (_, client, time):
        answers(client, TRANSPARENCY)
        time.now += timedelta(seconds=0.3)
        answers(client, PROGRESS)
        time.now += timedelta(seconds=60)
        answers(client, ELSEWHERE)
    assert time.slept == [0.1]


def test_pauses_can_be_set(tmp_path):
    with portal_and_client(tmp_path, manners=Manners(spacing_s=1, scope_pause_s=9)) as (_, client, time):
        for request in (TRANSPARENCY, PROGRESS, ELSEWHERE):
            answers(client, request)
    assert time.slept == [1.0, 9.0]


def test_a_failing_server_is_asked_five_times_at_growing_distances(tmp_path):
    with portal_and_client(tmp_path, Fault("500", times=0)) as (portal, client, time):
        said = []
        with pytest.raises(NoAnswer) as failed:
            hear(client, TRANSPARENCY, said)
        client.circuit.require_closed()
    assert len(portal.asked) == 5
    assert [each.seconds for each in said if isinstance(each, Waiting)] == [2.0, 4.0, 8.0, 16.0]
    assert time.slept == [2.0, 4.0, 8.0, 16.0]
    assert failed.value.place == TRANSPARENCY.name
    assert "HTTP 500" in failed.value.vi


def test_every_failed_answer_is_handed_over_before_the_next_question(tmp_path):
    with portal_and_client(tmp_path, Fault("503", times=2)) as (portal, client, _):
        seen = []
        for said in client.answers(TRANSPARENCY):
            seen.append((type(said).__name__, getattr(said, "status", None), len(portal.asked)))
    failed_twice = [("Answer", 503, 1), ("Waiting", None, 1), ("Answer", 503, 2), ("Waiting", None, 2)]
    assert seen == [*failed_twice, ("Answer", 201, 3)]


@pytest.mark.parametrize("kind", ["hang_up", "cut"])
def test_a_broken_transport_is_tried_again(tmp_path, kind):
    with portal_and_client(tmp_path, Fault(kind, times=3), chance=0.4) as (portal, client, time):
        (answer,) = answers(client, TRANSPARENCY)
    assert answer.status == 201
    assert len(portal.asked) == 4
    assert time.slept == [2.2, 4.4, 8.8]


def test_backoff_never_exceeds_its_longest(tmp_path):
    manners = Manners(first_backoff_s=40, longest_backoff_s=60)
    with portal_and_client(tmp_path, Fault("hang_up", times=3), manners=manners) as (_, client, time):
        answers(client, TRANSPARENCY)
    assert time.slept == [40.0, 60.0, 60.0]


def test_an_answer_that_is_too_large_is_not_asked_for_again(tmp_path):
    with (
        portal_and_client(tmp_path, limits=Limits(body_bytes=1000)) as (portal, client, _),
        pytest.raises(NoAnswer),
    ):
        answers(client, TRANSPARENCY)
    assert len(portal.asked) == 1


@pytest.mark.parametrize("kind", ["400", "404"])
def test_another_refusal_is_the_answer(tmp_path, kind):
    with portal_and_client(tmp_path, Fault(kind, times=0)) as (portal, client, _):
        (answer,) = answers(client, TRANSPARENCY)
        client.circuit.require_closed()
    assert (answer.status, len(portal.asked)) == (int(kind), 1)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("401", "unauthorised"), ("403", "forbidden"), ("429", "too_many_requests"), ("html", "web_page"),
        ("html_503", "web_page"), ("redirect", "redirect"),
    ],
)  # fmt: skip
def test_a_no_opens_the_circuit_and_nothing_more_is_asked(tmp_path, kind, cause):
    with portal_and_client(tmp_path, Fault(kind)) as (portal, client, time):
        handed_over = []
        with pytest.raises(CircuitOpen) as stop:
            hear(client, TRANSPARENCY, handed_over)
        assert stop.value.opening.cause == cause
        assert len(handed_over) == 1

        later = PortalClient(portal.url, Circuit(client.circuit.path, time.clock), clock=time.clock)
        time.now += timedelta(days=1)
        with pytest.raises(CircuitOpen):
            answers(later, PROGRESS)
        assert len(portal.asked) == 1

        later.circuit.resume("Lan")
        assert answers(later, PROGRESS)[-1].status == 201


def test_a_short_stated_wait_is_waited_out(tmp_path):
    with portal_and_client(tmp_path, Fault("429", retry_after="30")) as (portal, client, time):
        refused, answer = answers(client, TRANSPARENCY)
        client.circuit.require_closed()
    assert (refused.status, answer.status, len(portal.asked)) == (429, 201, 2)
    assert time.slept[0] == pytest.approx(30.4)


def test_a_stated_wait_binds_the_next_run_too(tmp_path):
    with portal_and_client(tmp_path, Fault("429", retry_after="30")) as (portal, client, time):
        asking = client.answers(TRANSPARENCY)
        assert next(asking).status == 429
        assert next(asking).seconds == pytest.approx(30.4)
        # killed while it waits; the next process finds the circuit open
        with pytest.raises(CircuitOpen) as stop:
            answers(PortalClient(portal.url, client.circuit, clock=time.clock), TRANSPARENCY)
        assert stop.value.opening.until == time.now + timedelta(seconds=30)
    assert len(portal.asked) == 1


def test_a_long_stated_wait_ends_the_run_and_then_ends_itself(tmp_path):
    with portal_and_client(tmp_path, Fault("429", retry_after="3600")) as (portal, client, time):
        with pytest.raises(CircuitOpen) as stop:
            answers(client, TRANSPARENCY)
        assert stop.value.opening.until == CUTOFF + timedelta(hours=1)
        time.now += timedelta(minutes=59)
        with pytest.raises(CircuitOpen):
            answers(client, TRANSPARENCY)
        time.now += timedelta(minutes=1)
        assert answers(client, TRANSPARENCY)[-1].status == 201
    assert len(portal.asked) == 2


def test_a_503_with_a_date_is_obeyed_to_the_second(tmp_path):
    until = CUTOFF + timedelta(seconds=90)
    fault = Fault("503", retry_after=format_datetime(until.astimezone(UTC), usegmt=True))
    with portal_and_client(tmp_path, fault) as (portal, client, time):
        answers(client, TRANSPARENCY)
    assert time.slept[0] == pytest.approx(90.4)
    assert len(portal.asked) == 2


def test_a_503_that_states_a_long_wait_opens_the_circuit_for_it(tmp_path):
    refusing = portal_and_client(tmp_path, Fault("503", retry_after="7200"))
    with refusing as (portal, client, _), pytest.raises(CircuitOpen) as stop:
        answers(client, TRANSPARENCY)
    assert (stop.value.opening.cause, len(portal.asked)) == ("unavailable", 1)


def test_a_portal_that_always_says_wait_is_left_alone_in_the_end(tmp_path):
    refusing = portal_and_client(tmp_path, Fault("429", times=0, retry_after="1"))
    with refusing as (portal, client, _), pytest.raises(CircuitOpen):
        answers(client, TRANSPARENCY)
    assert len(portal.asked) == 5

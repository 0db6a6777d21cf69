"""One snapshot is one refresh; a run outside the schedule keeps only what is new."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fetching import GROUPS, home_with

from orchestration.demo_portal.faults import Fault

BASE = "H50.2026-month-10.20261005T090000Z"
WHOLE = ["service-results.before", *GROUPS, "service-results.after"]


def sha_of(home, batch_id, name):
    return next(r.sha256 for r in home.records(batch_id) if r.name.endswith(name))


def test_a_snapshot_that_straddles_a_refresh_is_taken_again(tmp_path):
    # nation, before, then the portal refreshes at the second group
    with home_with(tmp_path, Fault("change", match="dvc-progress")) as home:
        result = home.fetch()
        assert (result.ended, result.log.mixed_batches) == ("complete", (f"{BASE}.1",))
        assert result.batch_ids[1:] == (f"{BASE}.1", f"{BASE}.2")
        assert home.names(f"{BASE}.1") == home.names(f"{BASE}.2") == WHOLE
        first, second = f"{BASE}.1", f"{BASE}.2"
        assert sha_of(home, first, "before") != sha_of(home, first, "after")
        assert sha_of(home, second, "before") == sha_of(home, second, "after")
        assert [event.kind for event in home.events].count("retaking") == 1
        assert len(home.portal.asked) == 1 + 8 + 8


def test_a_portal_that_never_rests_is_left_marked_after_three_tries(tmp_path):
    with home_with(tmp_path, Fault("change", match="dvc-progress", times=0)) as home:
        result = home.fetch()
        assert result.log.mixed_batches == (f"{BASE}.1", f"{BASE}.2", f"{BASE}.3")
        assert len(home.portal.asked) == 1 + 3 * 8
        assert [e.kind for e in home.events if e.kind in ("retaking", "mixed")] == [
            "retaking", "retaking", "mixed",
        ]  # fmt: skip
        again = home.fetch()
        assert (again.session.asked, again.log.mixed_batches) == (0, result.log.mixed_batches)


def test_a_run_that_dies_while_it_takes_again_goes_on_in_the_same_try(tmp_path):
    with home_with(tmp_path, Fault("change", match="dvc-progress")) as home:
        home.fetch_dying_at("landed", 12)
        result = home.fetch()
        assert (result.ended, result.session.asked) == ("complete", 17 - 12)
        assert result.log.mixed_batches == (f"{BASE}.1",)
        assert home.names(f"{BASE}.2") == WHOLE


def test_without_both_ends_nothing_is_compared(tmp_path):
    faults = (Fault("change", match="dvc-progress"), Fault("error_body", match="service-results", skip=2))
    with home_with(tmp_path, *faults) as home:
        result = home.fetch()
        assert (result.ended, result.log.mixed_batches) == ("incomplete", ())
        assert [gap.request for gap in result.log.gaps] == ["H50.2026-month-10.service-results.after"]


def test_an_unchanged_portal_moves_the_check_time_and_nothing_else(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        landed = home.records()
        home.now += timedelta(hours=3)
        asked_at = home.now
        result = home.fetch(home.plan_now())
        assert (result.ended, result.batch_ids, result.session.unchanged) == ("complete", (), 9)
        assert (result.session.asked, result.session.answers) == (9, 9)
        assert home.records() == landed
        assert all(home.landing.last_checked_at(record) >= asked_at for record in landed)
        assert {event.kind for event in home.events[9:]} == {"unchanged"}


def test_a_changed_portal_gives_a_new_whole_snapshot(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        home.now += timedelta(days=1)
        home.portal.today = date(2026, 10, 6)
        plan = home.plan_now()
        result = home.fetch(plan)
        province = plan.requests[-1].batch_id
        assert (result.batch_ids[-1], home.names(province)) == (province, WHOLE)
        assert all(record.cutoff_at is None for record in home.records(province))


@pytest.mark.parametrize("endpoint", GROUPS)
def test_one_changed_answer_makes_the_whole_snapshot_new(tmp_path, endpoint):
    with home_with(tmp_path) as home:
        home.fetch()
        home.now += timedelta(hours=1)
        home.portal.inject(Fault("fewer_units", match=endpoint, times=0))
        plan = home.plan_now()
        result = home.fetch(plan)
        province = plan.requests[-1].batch_id
        assert result.batch_ids == (province,)
        assert home.names(province) == WHOLE
        # what repeats was still seen when it was seen: times rise in the order of asking
        times = [record.captured_at for record in home.records(province)]
        assert times == sorted(times)
        assert len(set(times)) == 8
        assert result.session.unchanged == 1  # the national answer


def test_a_snapshot_pieced_together_from_two_earlier_ones_is_new(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        home.now += timedelta(hours=1)
        home.portal.inject(Fault("fewer_units", match="transparency"))
        home.portal.inject(Fault("403", match="dvc-progress"))
        partial = home.plan_now()
        home.fetch(partial)  # lands before + a changed transparency, then is refused
        home.circuit.resume("Lan")
        home.portal.inject(Fault("fewer_units", match="transparency"))
        home.now += timedelta(hours=1)
        plan = home.plan_now()
        home.fetch(plan)
        assert home.names(plan.requests[-1].batch_id) == WHOLE


def test_a_run_of_unchanged_answers_that_dies_asks_none_of_them_again(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        landed = home.records()
        home.now += timedelta(hours=1)
        plan = home.plan_now()
        home.fetch_dying_at("unchanged", 5, plan)
        result = home.fetch(plan)
        assert (result.ended, result.session.asked, result.session.already_landed) == ("complete", 4, 5)
        assert len(home.portal.asked) == 9 + 9
        assert home.records() == landed


def test_what_died_unchanged_and_then_changes_lands_whole(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        home.now += timedelta(hours=1)
        plan = home.plan_now()
        home.fetch_dying_at("unchanged", 5, plan)
        home.portal.inject(Fault("fewer_units", match="handling-satisfaction"))
        result = home.fetch(plan)
        province = plan.requests[-1].batch_id
        assert (result.batch_ids, home.names(province)) == ((province,), WHOLE)
        assert result.session.asked == 4
        first = home.records(province)[0]
        assert (first.status, first.cutoff_at) == (201, None)
        assert first.captured_at > plan.asked_at

"""A cutoff is taken inside its window or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fetching import CUTOFF, MONTH, QUANG_TRI, home_with

from orchestration.demo_portal.faults import Fault
from orchestration.periods import period_of
from orchestration.portal.plan import plan_period
from orchestration.portal.runs import read_runs
from orchestration.readings import Refused


def test_a_late_tick_inside_the_window_takes_the_snapshot_and_says_when(tmp_path):
    with home_with(tmp_path) as home:
        home.now += timedelta(minutes=95)
        result = home.fetch()
        assert result.ended == "complete"
        assert result.session.started_at == CUTOFF + timedelta(minutes=95)
        assert all(record.cutoff_at == CUTOFF for record in home.records())
        assert min(record.captured_at for record in home.records()) == CUTOFF + timedelta(minutes=95)


def test_past_the_window_nothing_is_asked_and_the_gap_is_told(tmp_path):
    with home_with(tmp_path) as home:
        home.now += timedelta(hours=2)
        result = home.fetch()
        assert (result.ended, result.batch_ids, home.portal.asked) == ("missed", (), [])
        assert home.records() == []
        (log,) = read_runs(home.folder / "runs")
        assert len(log.gaps) == 9
        assert {gap.reason for gap in log.gaps} == {"missed"}
        assert "không lấy bù được" in log.gaps[0].vi
        assert [event.kind for event in home.events] == ["missed"]


def test_a_run_that_outlasts_the_window_keeps_what_it_has(tmp_path):
    with home_with(tmp_path) as home:
        home.now += timedelta(minutes=10)
        result = home.fetch(window=timedelta(minutes=10, seconds=5))
        taken = len(home.records())
        assert result.ended == "missed"
        assert 0 < taken < 9
        assert {gap.reason for gap in result.log.gaps} == {"missed"}
        assert len(result.log.gaps) == 9 - taken
        assert max(record.captured_at for record in home.records()) < CUTOFF + timedelta(
            minutes=10, seconds=5
        )


def test_waits_count_against_the_window(tmp_path):
    with home_with(tmp_path, Fault("429", match="transparency", retry_after="240")) as home:
        result = home.fetch(window=timedelta(minutes=4))
        assert result.ended == "missed"
        assert [record.status for record in home.records()] == [201, 201, 429]
        assert len(home.portal.asked) == 3


def test_a_cutoff_still_to_come_is_refused(tmp_path):
    with home_with(tmp_path) as home:
        home.now -= timedelta(seconds=1)
        with pytest.raises(Refused) as refused:
            home.fetch()
        assert "chưa đến" in refused.value.vi
        assert home.portal.asked == []


def test_a_finished_cutoff_stays_finished_after_its_window(tmp_path):
    with home_with(tmp_path) as home:
        home.fetch()
        home.now += timedelta(days=1)
        assert home.fetch(MONTH).ended == "complete"
        assert len(home.portal.asked) == 9


def test_a_closed_period_may_be_taken_at_any_time(tmp_path):
    with home_with(tmp_path) as home:
        september = period_of("month", 2026, 9)
        result = home.fetch(plan_period(september, QUANG_TRI, home.now))
        assert (result.ended, result.log.kind, len(home.records())) == ("complete", "closing", 9)
        assert all(record.cutoff_at is None for record in home.records())
        home.now += timedelta(hours=1)
        again = home.fetch(plan_period(september, QUANG_TRI, home.now))
        assert (again.session.unchanged, len(home.records())) == (9, 9)

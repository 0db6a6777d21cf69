"""The window of a cutoff and the rhythm of a closed period."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.periods import VIETNAM, period_of
from orchestration.portal.cutoffs import closing_due, is_due

CUTOFF = datetime(2026, 10, 5, 16, 0, tzinfo=VIETNAM)
SEPTEMBER = period_of("month", 2026, 9)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, "not_yet"), (0, "due"), (300, "due"), (301, "late_but_inside"), (7199, "late_but_inside"),
        (7200, "missed"), (86_400, "missed"),
    ],
)  # fmt: skip
def test_a_cutoff_may_be_taken_inside_its_window_only(seconds, expected):
    assert is_due(CUTOFF, CUTOFF + timedelta(seconds=seconds)) == expected


@given(st.integers(-100_000, 100_000), st.integers(1, 100_000))
def test_past_any_window_a_cutoff_is_missed_and_before_it_nothing_is_due(late_s, window_s):
    window = timedelta(seconds=window_s)
    found = is_due(CUTOFF, CUTOFF + timedelta(seconds=late_s), window)
    assert (found == "not_yet") == (late_s < 0)
    assert (found == "missed") == (late_s > window_s or (late_s == window_s and window_s > 300))


def test_a_closed_month_is_taken_on_a_falling_rhythm():
    taken: list[datetime] = []
    for day in range(-3, 120):
        now = datetime(2026, 10, 1, 17, 0, tzinfo=VIETNAM) + timedelta(days=day)
        if closing_due(SEPTEMBER, now, taken):
            taken.append(now)
    days = [(instant.date() - SEPTEMBER.end).days for instant in taken]
    assert days == [1, 2, 3, 5, 8, 13, 21, 34, 55]


def test_days_slept_through_are_made_up_for_once():
    late = datetime(2026, 10, 10, 17, 0, tzinfo=VIETNAM)
    assert closing_due(SEPTEMBER, late, [])
    assert not closing_due(SEPTEMBER, late + timedelta(hours=1), [late])
    assert not closing_due(SEPTEMBER, late + timedelta(days=2), [late])
    assert closing_due(SEPTEMBER, late + timedelta(days=3), [late])  # day 13


def test_an_open_period_is_never_due_for_closing():
    assert not closing_due(SEPTEMBER, datetime(2026, 9, 30, 23, 59, tzinfo=VIETNAM), [])
    assert closing_due(SEPTEMBER, datetime(2026, 10, 1, 0, 0, tzinfo=VIETNAM), [])


def test_a_capture_of_the_running_period_does_not_count_as_closing():
    before_the_end = datetime(2026, 9, 28, 16, 0, tzinfo=VIETNAM)
    assert closing_due(SEPTEMBER, datetime(2026, 10, 1, 16, 0, tzinfo=VIETNAM), [before_the_end])

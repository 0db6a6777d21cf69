"""Landing behind the asking: everything lands, in order, once, and what fails is told before anything follows."""

from __future__ import annotations

import errno
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.landing.archive import Landed, Landing
from orchestration.landing.behind import LandingBehind
from orchestration.landing.records import Receipt

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


class Clock:
    """Every look at it is a second later."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class GatedLanding(Landing):
    """Writes when it is let, and fails when it is told to."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, Clock())
        self.gate = threading.Event()
        self.gate.set()
        self.is_full = False

    def write(self, arrival: Landed, payload: bytes) -> None:
        assert self.gate.wait(10)
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(arrival, payload)


def receipt(name: str) -> Receipt:
    return Receipt(kind="portal", name=name, request={"path": "/x"}, status=201, captured_at=NOW, batch_id="b")


def test_everything_lands_in_order_as_it_would_at_once(tmp_path: Path) -> None:
    landing = GatedLanding(tmp_path)
    with LandingBehind(landing) as behind:
        arrivals = [behind.land(f"answer {n}".encode(), receipt(str(n))) for n in range(9)]
    found = landing.records()
    assert [record.name for record in found] == [str(n) for n in range(9)]
    assert found == [arrival.record for arrival in arrivals]
    assert all(arrival.is_new for arrival in arrivals)
    assert [landing.payload(record) for record in found] == [f"answer {n}".encode() for n in range(9)]


def test_no_more_than_one_answer_waits_for_the_disk(tmp_path: Path) -> None:
    landing = GatedLanding(tmp_path)
    landing.gate.clear()
    with LandingBehind(landing) as behind:
        behind.land(b"first", receipt("1"))
        assert landing.records() == []
        threading.Timer(0.2, landing.gate.set).start()
        behind.land(b"second", receipt("2"))  # waits until the first one lies there
        assert [record.name for record in landing.records()][:1] == ["1"]


def test_settled_means_on_the_disk(tmp_path: Path) -> None:
    landing = GatedLanding(tmp_path)
    landing.gate.clear()
    with LandingBehind(landing) as behind:
        arrival = behind.land(b"a refusal", receipt("1"))
        threading.Timer(0.2, landing.gate.set).start()
        behind.settle()
        assert Landing(tmp_path).payload(arrival.record) == b"a refusal"


def test_an_answer_that_comes_again_before_the_first_is_written_is_one_record(tmp_path: Path) -> None:
    landing = GatedLanding(tmp_path)
    landing.gate.clear()
    with LandingBehind(landing) as behind:
        first = behind.land(b"same", receipt("1"))
        threading.Timer(0.2, landing.gate.set).start()
        again = behind.land(b"same", receipt("1"))
    assert (first.is_new, again.is_new) == (True, False)
    assert landing.records() == [first.record] == [again.record]
    assert landing.last_checked_at(first.record) > first.record.observed_at


@pytest.mark.parametrize("later", ["another answer", "the end of a batch", "the end of the run"])
def test_a_full_disk_is_told_before_anything_follows(tmp_path: Path, later: str) -> None:
    landing = GatedLanding(tmp_path)
    with pytest.raises(OSError, match="No space left"), LandingBehind(landing) as behind:
        _go_on_until_full(behind, landing, later)
    assert [record.name for record in landing.records()] == ["1"]


def _go_on_until_full(behind: LandingBehind, landing: GatedLanding, later: str) -> None:
    behind.land(b"kept", receipt("1"))
    behind.settle()
    landing.is_full = True
    behind.land(b"lost", receipt("2"))
    if later == "another answer":
        behind.land(b"not asked for", receipt("3"))
        pytest.fail("the full disk was not told")
    if later == "the end of a batch":
        behind.settle()
        pytest.fail("the full disk was not told")

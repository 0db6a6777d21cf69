"""While an answer goes to the disk the next question is asked; nothing follows from a bad one before it lies there."""

from __future__ import annotations

import errno
import time

import pytest
from fetching import home_with

from orchestration.demo_portal.faults import Fault
from orchestration.landing.archive import Landing
from orchestration.portal.runs import read_runs

SLOW_S = 0.2


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    write = Landing.write

    def slowly(landing, arrival, payload):
        time.sleep(SLOW_S)
        write(landing, arrival, payload)

    monkeypatch.setattr(Landing, "write", slowly)


@pytest.mark.usefixtures("slow_disk")
def test_everything_has_landed_when_the_run_is_over(tmp_path):
    with home_with(tmp_path) as home:
        result = home.fetch()
        assert result.ended == "complete"
        assert len(Landing(tmp_path / "landing").records()) == result.session.answers == 9


@pytest.mark.usefixtures("slow_disk")
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("403", match="transparency"), "refused"),
        (Fault("html", match="transparency"), "refused"),
        (Fault("error_body", match="transparency"), "refused"),
        (Fault("wrong_province", match="transparency"), "refused"),
        (Fault("500", match="transparency", times=1), "waiting"),
    ],
)
def test_a_bad_answer_lies_on_the_disk_before_anything_follows_from_it(tmp_path, fault, told):
    with home_with(tmp_path, fault) as home:
        on_disk = []
        home.report = lambda event: event.kind == told and on_disk.append(
            [record.name for record in Landing(tmp_path / "landing").records()]
        )
        home.fetch()
    assert on_disk
    assert any(name.endswith("transparency") for name in on_disk[0])


def test_a_full_disk_ends_the_run_at_the_next_answer(tmp_path, monkeypatch):
    write, written = Landing.write, []

    def until_full(landing, arrival, payload):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(landing, arrival, payload)
        written.append(arrival)

    monkeypatch.setattr(Landing, "write", until_full)
    with home_with(tmp_path) as home:
        with pytest.raises(OSError, match="No space left"):
            home.fetch()
        assert len(home.portal.asked) == 4  # two that landed, the one that did not, the one asked meanwhile
        (log,) = read_runs(tmp_path / "portal" / "runs")
        assert log.sessions[-1].ended == "interrupted"
        monkeypatch.setattr(Landing, "write", write)
        assert home.fetch().ended == "complete"
        assert sum(home.asked().values()) == 11  # the two that were lost, again; no other

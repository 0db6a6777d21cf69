"""Every answer lies on the disk before it is judged; a disk that takes no more ends the run at once."""

from __future__ import annotations

import errno
import hashlib

import pytest
from fetching import home_with

from orchestration.demo_portal.faults import Fault
from orchestration.landing import archive
from orchestration.landing.archive import Landing
from orchestration.portal import client, fetch
from orchestration.portal.runs import read_runs


@pytest.mark.parametrize("kind", [None, "403", "429", "html", "500", "error_body", "wrong_province", "truncated"])
def test_an_answer_lies_on_the_disk_before_anyone_judges_it(tmp_path, monkeypatch, kind):
    judged = []

    def watched(judge, body_of):
        def judging(answer, *asked):
            on_disk = {record.sha256 for record in Landing(tmp_path / "landing").records()}
            judged.append(hashlib.sha256(body_of(answer)).hexdigest() in on_disk)
            return judge(answer, *asked)

        return judging

    monkeypatch.setattr(client, "judge", watched(client.judge, lambda answer: answer.body))
    monkeypatch.setattr(fetch, "glance", watched(fetch.glance, lambda body: body))
    with home_with(tmp_path, *([Fault(kind, match="transparency")] if kind else [])) as home:
        home.fetch()
    assert judged
    assert all(judged)


def test_a_full_disk_ends_the_run_before_anything_else_is_asked(tmp_path, monkeypatch):
    write, written = archive.write_durably, []

    def until_full(path, content):
        if len(written) == 5:  # two answers, a payload and a record each, and the third one's payload
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)
        written.append(path)

    monkeypatch.setattr(archive, "write_durably", until_full)
    with home_with(tmp_path) as home:
        with pytest.raises(OSError, match="No space left"):
            home.fetch()
        assert len(home.portal.asked) == 3
        (log,) = read_runs(tmp_path / "portal" / "runs")
        assert log.sessions[-1].ended == "interrupted"
        monkeypatch.setattr(archive, "write_durably", write)
        assert home.fetch().ended == "complete"
        assert sum(home.asked().values()) == 10  # the one that was lost, again; no other

"""The sensor asks for one run per new document, and the run takes it from the inbox to its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration import inbox
from orchestration.definitions import defs
from orchestration.defs import inbox as defs_inbox
from orchestration.defs.resources import Installation
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

# Dagster and what it stands on warn about themselves.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("no_pictures")]

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_bytes()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_800_000_000.0
        monkeypatch.setattr(defs_inbox, "utc_now", lambda: datetime.fromtimestamp(self.now, UTC))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def drop(settings: Settings, path: str, content: bytes = LETTER) -> str:
    target = settings.inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def tick(settings: Settings, instance: dg.DagsterInstance, cursor: str | None) -> dg.SensorResult:
    context = dg.build_sensor_context(
        instance=instance, cursor=cursor, resources={"installation": Installation(home=str(settings.home))},
        definitions=defs,
    )
    result = defs_inbox.inbox_sensor(context)
    assert isinstance(result, dg.SensorResult)
    return result


def keys(result: dg.SensorResult) -> list[str]:
    return [request.run_key or "" for request in result.run_requests or []]


def run(settings: Settings, instance: dg.DagsterInstance, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
    job = defs.get_job_def("take_in_letter")
    config = {**request.run_config, "resources": {"installation": {"config": {"home": str(settings.home)}}}}
    return job.execute_in_process(run_config=config, instance=instance, raise_on_error=False, tags=request.tags)


def test_nothing_there_is_a_skip_that_says_where(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock
) -> None:
    result = tick(settings, instance, None)
    assert keys(result) == []
    assert str(settings.inbox) in str(result.skip_reason)


def test_one_run_per_new_document_once_it_has_rested(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock
) -> None:
    first = drop(settings, "694.md")
    drop(settings, "half.md.part", b"half")
    seen = tick(settings, instance, None)
    assert keys(seen) == []
    clock.now += 30
    asked = tick(settings, instance, seen.cursor)
    assert keys(asked) == [first]
    clock.now += 30
    second = drop(settings, "tháng 11/sửa.md", LETTER.replace(b"94,22", b"95,22"))
    drop(settings, "tháng 11/bản sao.md", LETTER.replace(b"94,22", b"95,22"))
    later = tick(settings, instance, asked.cursor)
    assert keys(later) == []  # the first is asked for already, the others have not rested
    clock.now += 30
    assert keys(tick(settings, instance, later.cursor)) == [second]  # one content, one run


def test_the_run_lands_builds_publishes_and_files(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock
) -> None:
    drop(settings, "694.md")
    drop(settings, "budget.md", "Số: 12/STC-NS\n\nV/v dự toán ngân sách năm 2024".encode())
    cursor = tick(settings, instance, None).cursor
    clock.now += 30
    asked = tick(settings, instance, cursor)
    requests = {request.tags["chiso766/letter"]: request for request in asked.run_requests or []}
    assert set(requests) == {"694.md", "budget.md"}
    done = run(settings, instance, requests["694.md"])
    assert done.success
    assert (settings.inbox / "budget.md").exists()  # it has a run of its own
    filed = done.asset_materializations_for_node("filed_inbox")[0].metadata
    assert filed["filed"].value == 1
    assert "| 694.md | loaded |" in str(filed["outcomes"].value)
    with open_reader(settings.current) as connection:
        assert connection.execute("select count(*) from observations").fetchall() == [(140,)]
    refused = run(settings, instance, requests["budget.md"])
    assert refused.success  # a bad letter is no failure of the house
    assert "no letter on the 766 index" in str(
        refused.asset_materializations_for_node("filed_inbox")[0].metadata["outcomes"].value)
    assert [path.name for path in settings.inbox.rglob("*") if path.is_file()] == ["694.md"]
    assert len(list(settings.quarantine.glob("*/budget.md"))) == 1


def test_a_letter_dropped_again_and_one_left_by_a_killed_run_are_asked_for_anew(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock
) -> None:
    sha256 = drop(settings, "694.md")
    cursor = tick(settings, instance, None).cursor
    clock.now += 30
    asked = tick(settings, instance, cursor)
    clock.now += inbox.ASK_AGAIN_SECONDS + 1  # the run was killed before it did anything
    again = tick(settings, instance, asked.cursor)
    assert len(keys(again)) == 1
    assert keys(again)[0].startswith(sha256)
    assert keys(again) != keys(asked)
    assert run(settings, instance, (again.run_requests or [])[0]).success
    gone = tick(settings, instance, again.cursor)
    drop(settings, "694.md")
    clock.now += 30
    cursor = tick(settings, instance, gone.cursor).cursor
    clock.now += 30
    known = tick(settings, instance, cursor)
    assert len({*keys(asked), *keys(again), *keys(known)}) == 3
    assert run(settings, instance, (known.run_requests or [])[0]).success
    assert [path.name for path in settings.inbox.rglob("*") if path.is_file()] == ["694.md"]


def test_a_run_whose_file_changed_meanwhile_leaves_it(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock
) -> None:
    drop(settings, "694.md")
    cursor = tick(settings, instance, None).cursor
    clock.now += 30
    (request,) = tick(settings, instance, cursor).run_requests or []
    drop(settings, "694.md", b"something else")
    done = run(settings, instance, request)
    assert done.success
    assert done.asset_materializations_for_node("landed_inbox")[0].metadata["new"].value == 0
    assert (settings.inbox / "694.md").read_bytes() == b"something else"


@pytest.mark.parametrize("cursor", ["", "not json", "[]", '{"a": 1}', '{"a": {"sight": {"size": 1}}}'])
def test_a_cursor_of_another_version_is_begun_anew(
    settings: Settings, instance: dg.DagsterInstance, clock: Clock, cursor: str
) -> None:
    drop(settings, "694.md")
    assert keys(tick(settings, instance, cursor)) == []

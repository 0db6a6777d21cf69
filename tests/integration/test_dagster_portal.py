"""The portal's snapshots as ops run them: partitions, windows, schedules, the check, the alerts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.partitions.context import partition_loading_context

from orchestration import alerts, fetching, pipeline
from orchestration.definitions import defs
from orchestration.defs import portal as portal_defs
from orchestration.defs.alerting import failed_check, failed_run
from orchestration.defs.portal import cutoff_days, newest_due
from orchestration.demo_portal.faults import Fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.periods import VIETNAM, period_of
from orchestration.portal.plan import choose_provinces
from orchestration.portal.wanted import Wanted, cutoff_of_day
from orchestration.settings import Settings, read_settings
from orchestration.warehouse.connection import open_reader

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("no_pictures")]

DAY = (datetime.now(VIETNAM) - timedelta(days=2)).date()
CUTOFF = cutoff_of_day(DAY)


@pytest.fixture
def portal() -> Iterator[DemoPortal]:
    with DemoPortal(today=DAY) as portal:
        yield portal


@pytest.fixture
def home(tmp_path: Path, portal: DemoPortal, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("CHISO766_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CHISO766_PORTAL_URL", portal.url)
    monkeypatch.setenv("CHISO766_PORTAL_PAUSES", "none")
    for name in ("CHISO766_INBOX", "CHISO766_PROVINCES", "CHISO766_ALERT_URL"):
        monkeypatch.delenv(name, raising=False)
    return read_settings()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_clock(now: datetime) -> None:
        begun = time.monotonic()

        def clock() -> datetime:
            return now.astimezone(UTC) + timedelta(seconds=time.monotonic() - begun)

        monkeypatch.setattr(portal_defs, "utc_now", clock)

    return set_clock


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def run_job(instance: dg.DagsterInstance, name: str, day: date | None = None) -> dg.ExecuteInProcessResult:
    return defs.get_job_def(name).execute_in_process(
        partition_key=day and day.isoformat(), instance=instance, raise_on_error=False
    )


def scopes(home: Settings) -> list[str]:
    with open_reader(home.current) as connection:
        rows = connection.execute("select distinct scope_unit_id from snapshots order by all").fetchall()
        return [row[0] for row in rows]


def test_a_key_is_the_date_of_the_cutoff_and_todays_is_there_at_16(instance: dg.DagsterInstance) -> None:
    at_cutoff = datetime(2026, 11, 23, 16, 0, tzinfo=VIETNAM)
    for now in (at_cutoff, at_cutoff + timedelta(hours=7, minutes=59), at_cutoff - timedelta(hours=15)):
        with partition_loading_context(effective_dt=now):
            assert cutoff_days.get_last_partition_key() == "2026-11-23"
    window = cutoff_days.time_window_for_partition_key("2026-11-23")
    assert window.start <= cutoff_of_day(date(2026, 11, 23)) < window.end


def test_a_cutoff_is_fetched_built_checked_and_published(
    home: Settings, portal: DemoPortal, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF + timedelta(minutes=20))
    result = run_job(instance, "take_cutoff", DAY)
    assert result.success
    (taken,) = result.asset_materializations_for_node("portal_snapshot")
    told = {name: value.value for name, value in taken.metadata.items()}
    assert (taken.partition, told["requests"], told["refused"], told["late_minutes"]) == (DAY.isoformat(), 27, 0, 20)
    assert told["bytes"] > 1_000_000
    assert "| VN | 1/1 | 1/1 | 1/1 |\n| H50 | 8/8 | 8/8 | 8/8 |" in told["taken"]
    assert (told["planned"], told["missing"], told["mixed_refresh"]) == (27, 0, "–")
    assert (scopes(home), len(portal.asked)) == (["H50", "VN"], 27)
    with open_reader(home.current) as connection:
        cutoffs = connection.execute("select distinct cutoff_at from snapshots").fetchall()
    assert cutoffs == [(CUTOFF,)]
    # two days have passed without a cutoff, and the check says so of the newest
    (check,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "newest_due_cutoff_is_loaded"]
    assert check.passed is (newest_due(CUTOFF + timedelta(minutes=20)) < CUTOFF)

    again = run_job(instance, "take_cutoff", DAY)
    assert again.success
    assert len(portal.asked) == 27


def test_a_missed_cutoff_fails_and_leaves_its_partition_unfilled(
    home: Settings, portal: DemoPortal, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF + timedelta(hours=2))
    result = run_job(instance, "take_cutoff", DAY)
    assert not result.success
    assert portal.asked == []
    failure = next(event for event in result.all_events if event.is_step_failure)
    assert "không lấy bù" in (failure.step_failure_data.user_failure_data.description or "")
    assert instance.get_materialized_partitions(dg.AssetKey("portal_snapshot")) == set()
    assert not home.current.exists()

    assert run_job(instance, "refresh_warehouse").success
    with open_reader(home.current) as connection:
        missed = connection.execute("select reason from coverage where cutoff_at = ?", [CUTOFF]).fetchall()
    assert missed == [("missed",)]


def test_a_cutoff_to_come_is_not_taken_early(
    home: Settings, portal: DemoPortal, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF - timedelta(minutes=1))
    assert not run_job(instance, "take_cutoff", DAY).success
    assert portal.asked == []


def test_an_open_circuit_fails_the_run_and_is_not_tried_again(
    home: Settings, portal: DemoPortal, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    portal.inject(Fault("403", match="transparency"))
    at(CUTOFF + timedelta(minutes=1))
    result = run_job(instance, "take_cutoff", DAY)
    assert not result.success
    assert not [event for event in result.all_events if event.is_step_up_for_retry]
    failed = next(event for event in result.all_events if event.is_step_failure).step_failure_data.user_failure_data
    assert "| H50 | 1/8 (1 refused, 6 not_asked) | 0/8 (8 not_asked) |" in failed.metadata["taken"].value
    assert "chiso766 portal resume" in str(next(e for e in result.all_events if e.is_step_failure).step_failure_data)
    count = len(portal.asked)
    fetching.circuit_of(home).resume("Lan")
    assert run_job(instance, "take_cutoff", DAY).success
    assert len(portal.asked) == 27 + 1
    assert count < 27


def test_the_check_fails_when_the_newest_due_cutoff_was_not_taken(
    home: Settings, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF + timedelta(minutes=1))
    assert run_job(instance, "take_cutoff", DAY).success
    checked = {}
    for hours in (1, 3, 27):
        at(CUTOFF + timedelta(hours=hours))
        result = run_job(instance, "refresh_warehouse")
        (check,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "newest_due_cutoff_is_loaded"]
        checked[hours] = (check.passed, check.metadata["outcome"].value)
    assert checked == {1: (True, "none scheduled"), 3: (True, "taken"), 27: (False, "missed")}


def test_closed_periods_are_taken_when_it_is_their_turn(
    home: Settings, portal: DemoPortal, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    now = datetime(2026, 10, 2, 8, 30, tzinfo=VIETNAM)
    portal.today = now.date()
    at(now)
    wanted = portal_defs.closing_wanted(home)
    assert wanted.periods == (period_of("month", 2026, 9), period_of("quarter", 2026, 3))
    assert run_job(instance, "take_closed_periods").success
    assert len(portal.asked) == 18
    at(now + timedelta(hours=1))
    assert portal_defs.closing_wanted(home).periods == ()
    at(now + timedelta(days=1))
    portal.today = now.date() + timedelta(days=1)
    assert len(portal_defs.closing_wanted(home).periods) == 2
    assert run_job(instance, "take_closed_periods").success
    with open_reader(home.current) as connection:
        maturity = connection.execute("select distinct maturity from snapshots").fetchall()
        kinds = connection.execute("select distinct kind from revisions where scope_unit_id = 'H50'").fetchall()
    assert (maturity, kinds) == ([("closed",)], [("closed_period",)])


def test_the_16_oclock_tick_asks_for_its_own_day(home: Settings, instance: dg.DagsterInstance) -> None:
    tick = datetime(2026, 11, 23, 16, 0, tzinfo=VIETNAM)
    context = dg.build_schedule_context(
        instance=instance, scheduled_execution_time=tick.astimezone(UTC), repository_def=defs.get_repository_def()
    )
    schedule = defs.get_schedule_def("daily_cutoff")
    (request,) = schedule.evaluate_tick(context).run_requests or []
    assert (request.partition_key, request.run_key) == ("2026-11-23", "2026-11-23")
    for name in ("daily_cutoff", "closed_periods", "cutoff_watch"):
        found = defs.get_schedule_def(name)
        assert (found.execution_timezone, found.default_status) == (
            "Asia/Ho_Chi_Minh", dg.DefaultScheduleStatus.STOPPED,
        )  # fmt: skip


def test_a_day_without_a_closed_period_is_skipped(
    home: Settings, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(datetime(2026, 12, 31, 8, 30, tzinfo=VIETNAM))
    settings_before = portal_defs.closing_wanted(home)
    assert settings_before.periods  # never taken: due whatever the day of the rhythm
    pipeline.build_warehouse(home)
    schedule = defs.get_schedule_def("closed_periods")
    now = datetime(2026, 12, 31, 8, 30, tzinfo=VIETNAM)
    plans = fetching.plan_fetch(home, Wanted(choose_provinces("H50"), None, (), settings_before.periods), now)
    fetching.fetch(home, plans, lambda event: None, clock=portal_defs.utc_now)
    context = dg.build_schedule_context(
        instance=instance, scheduled_execution_time=now, repository_def=defs.get_repository_def(),
        resources={"installation": portal_defs.Installation()},
    )
    assert schedule.evaluate_tick(context).skip_message


def test_a_failed_run_alerts_and_asks_for_a_build(
    home: Settings, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF + timedelta(hours=5))
    result = run_job(instance, "take_cutoff", DAY)
    failure = next(e for e in result.all_events if e.event_type_value == "PIPELINE_FAILURE")
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_run", dagster_event=failure, dagster_instance=instance,
        dagster_run=result.dagster_run,
    ).for_run_failure()  # fmt: skip
    (request,) = list(failed_run(context))
    assert request.job_name == "refresh_warehouse"
    (file,) = (home.home / "alerts").iterdir()
    alert = json.loads(file.read_text())
    assert (alert["what"], alert["subject"], alert["posted"]) == ("run failed", "take_cutoff", "no webhook")
    assert "không lấy bù" in alert["text"]


def test_a_failed_check_alerts_though_the_run_succeeded(
    home: Settings, at: Callable[[datetime], None], instance: dg.DagsterInstance
) -> None:
    at(CUTOFF)
    assert run_job(instance, "take_cutoff", DAY).success
    at(CUTOFF + timedelta(hours=27))
    result = run_job(instance, "refresh_warehouse")
    success = next(e for e in result.all_events if e.event_type_value == "PIPELINE_SUCCESS")
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_check", dagster_event=success, dagster_instance=instance,
        dagster_run=result.dagster_run,
    )  # fmt: skip
    failed_check(context)
    (file,) = (home.home / "alerts").iterdir()
    assert "newest_due_cutoff_is_loaded" in json.loads(file.read_text())["text"]


class _Hook(BaseHTTPRequestHandler):
    received: list[bytes]

    def do_POST(self) -> None:
        type(self).received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_an_alert_is_posted_where_a_webhook_is_set(tmp_path: Path) -> None:
    received: list[bytes] = []
    with HTTPServer(("127.0.0.1", 0), type("Hook", (_Hook,), {"received": received})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hook"
        settings = read_settings({"CHISO766_HOME": str(tmp_path), "CHISO766_ALERT_URL": url})
        path = alerts.raise_alert(settings, "run failed", "take_cutoff", "Cổng từ chối", "abc")
        server.shutdown()
    assert json.loads(received[0])["text"] == "Cổng từ chối"
    assert json.loads(path.read_text())["posted"] == "HTTP 204"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://alerts.example/", "file:///etc/passwd"])
def test_an_alert_survives_a_webhook_that_cannot_be_reached(tmp_path: Path, url: str) -> None:
    settings = read_settings({"CHISO766_HOME": str(tmp_path), "CHISO766_ALERT_URL": url})
    path = alerts.raise_alert(settings, "run failed", "take_cutoff", "x", "abc")
    assert json.loads(path.read_text())["posted"].startswith("not posted")

"""`chiso766 fetch` and `chiso766 portal`, as a person runs them, against a portal over loopback HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from orchestration.demo_portal.faults import Fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.periods import VIETNAM
from orchestration.portal.runs import only_fetch

YEAR = ("--period", "year")


@pytest.fixture
def portal() -> Iterator[DemoPortal]:
    with DemoPortal() as portal:
        yield portal


class Desk:
    """A person's shell: one home, one portal."""

    def __init__(self, home: Path, portal: DemoPortal) -> None:
        self.portal = portal
        self.environment = {
            "CHISO766_HOME": str(home), "CHISO766_PORTAL_URL": portal.url, "CHISO766_PORTAL_PAUSES": "none",
            "CHISO766_PROVINCES": "H50",
        }  # fmt: skip

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, words, env=self.environment)

    def rows(self, sql: str) -> list[dict[str, object]]:
        result = self.run("query", sql, "--json")
        assert result.exit_code == 0, result.stderr
        return list(json.loads(result.stdout))

    def asked_of(self, endpoint: str) -> int:
        return sum(asked.path.endswith(endpoint) for asked in self.portal.asked)


@pytest.fixture
def desk(tmp_path: Path, portal: DemoPortal) -> Desk:
    return Desk(tmp_path / "home", portal)


def test_a_plan_asks_nothing_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    told = desk.run("fetch", "--plan", "--provinces", "all", "--proof", "none")
    assert told.exit_code == 0, told.stderr
    assert "615" in told.stdout
    assert "phút" in told.stdout
    assert desk.portal.asked == []
    assert not (tmp_path / "home").exists()


def test_a_plan_for_programs(desk: Desk) -> None:
    (plan,) = json.loads(desk.run("fetch", "--plan", "--json", *YEAR).stdout)["plans"]
    assert (plan["request_count"], plan["provinces"]) == (9, ["H50"])
    assert plan["periods"] == [str(datetime.now(VIETNAM).year)]


def test_a_fetch_ends_with_what_was_taken_and_the_trend(desk: Desk) -> None:
    done = desk.run("fetch", *YEAR)
    assert done.exit_code == 0, done.stderr
    assert "9/9 yêu cầu" in done.stdout
    assert "UBND tỉnh Quảng Trị (H50)" in done.stdout
    assert "H50 (2/2)" in done.stderr
    assert {row["scope_unit_id"] for row in desk.rows("from snapshots")} == {"VN", "H50"}
    assert desk.rows("from findings where rule = 'demo_answer'")


def test_the_end_of_a_fetch_tells_of_the_longest_period_there_is(desk: Desk) -> None:
    months = desk.run("fetch", "--cutoff", "now", "--period", "month").stdout
    assert "(H50), tổng điểm tháng trên Cổng:" in months
    assert "/34" in months
    assert "(H50), tổng điểm năm trên Cổng:" in desk.run("fetch", "--cutoff", "now", *YEAR).stdout


def test_where_the_country_did_not_answer_the_province_tells_its_own_total(desk: Desk) -> None:
    desk.portal.inject(Fault("error_body", times=1))
    told = desk.run("fetch", "--cutoff", "now", *YEAR)
    assert told.exit_code == 3, told.stderr
    assert "(H50), tổng điểm năm trên Cổng:" in told.stdout
    desk.portal.inject(Fault("error_body", match="service-results", times=0))
    assert "Cổng chưa cho tổng điểm nào" in Desk(Path(desk.environment["CHISO766_HOME"] + "-2"), desk.portal).run(
        "fetch", "--cutoff", "now", *YEAR
    ).stdout


def test_the_same_answers_again_make_no_new_snapshot(desk: Desk) -> None:
    desk.run("fetch", *YEAR)
    again = desk.run("fetch", *YEAR, "--json")
    assert again.exit_code == 0, again.stderr
    (run,) = json.loads(again.stdout)["fetched"]["runs"]
    assert (run["ended"], run["session"]["asked"], run["session"]["unchanged"]) == ("complete", 9, 9)
    assert len(desk.rows("from snapshots")) == 2


def test_trouble_is_told_in_words_with_what_comes_next(desk: Desk) -> None:
    desk.portal.inject(Fault("cut", match="transparency"))
    done = desk.run("fetch", *YEAR, "--no-build")
    assert done.exit_code == 0, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "[đang chờ / waiting]" in line]
    assert "câu trả lời đứt giữa chừng. Hỏi lại sau 2 giây (lần 1/4)." in line
    assert line.count("IncompleteRead") <= 2


def test_a_late_tick_takes_the_snapshot_and_says_when(desk: Desk) -> None:
    cutoff = (datetime.now(UTC) - timedelta(minutes=30)).replace(microsecond=0)
    done = desk.run("fetch", "--cutoff", cutoff.isoformat(), *YEAR)
    assert done.exit_code == 0, done.stderr
    assert "Lấy muộn" in done.stdout
    (logged,) = desk.rows(f"from core.cutoff_log where cutoff_at = '{cutoff.isoformat()}'")
    assert (logged["outcome"], logged["planned_count"], logged["answered_count"]) == ("taken", 9, 9)
    assert "30 phút" in str(logged["text_vi"])
    assert {datetime.fromisoformat(str(row["cutoff_at"])) for row in desk.rows("from snapshots")} == {cutoff}


def test_a_missed_cutoff_is_never_filled_later(desk: Desk) -> None:
    done = desk.run("fetch", "--cutoff", "2026-11-01", *YEAR)
    assert done.exit_code == 8, done.stderr
    assert "KHÔNG lấy bù" in done.stdout
    assert desk.portal.asked == []
    (gap,) = desk.rows("from coverage where cutoff_at = '2026-11-01 16:00:00+07'")
    assert (gap["status"], gap["reason"]) == ("missing", "missed")
    (finding,) = desk.rows("from findings where text_vi like 'Mốc chốt 01/11/2026 16:00: đã lỡ%'")
    assert [row["reason"] for row in desk.rows(str(finding["evidence"]))] == ["missed"]


def test_a_no_from_the_portal_waits_for_a_person(desk: Desk) -> None:
    desk.portal.inject(Fault("403", match="transparency"))
    stopped = desk.run("fetch", *YEAR)
    assert stopped.exit_code == 7, stopped.stderr
    assert "chiso766 portal resume" in stopped.stdout
    told = stopped.stdout + stopped.stderr
    assert told.count("Đã ngừng hỏi Cổng") == told.count("Asking stopped") == 1
    assert stopped.stderr.count("Cổng từ chối truy cập (HTTP 403)") == 1
    status = desk.run("portal", "status")
    assert "HTTP 403" in status.stdout
    count = len(desk.portal.asked)
    assert desk.run("fetch", *YEAR).exit_code == 7
    assert len(desk.portal.asked) == count

    assert "Lan" in desk.run("portal", "resume", "--who", "Lan").stdout
    assert desk.run("fetch", *YEAR).exit_code == 0
    assert Counter(a.path.rpartition("/")[2] for a in desk.portal.asked)["transparency"] == 2
    assert len(desk.portal.asked) == 9 + 1
    (opening,) = json.loads(desk.run("portal", "status", "--json").stdout)["openings"]
    assert opening["closed_by"] == "Lan"


def test_a_refused_group_is_told_of_once_and_costs_nothing_else(desk: Desk) -> None:
    desk.portal.inject(Fault("error_body", match="transparency", times=0))
    done = desk.run("fetch", *YEAR)
    assert done.exit_code == 3, done.stderr
    gaps = desk.rows("from coverage where indicator_id = 'CKMB' and scope_unit_id = 'H50'")
    assert [(gap["unit_id"], gap["reason"]) for gap in gaps] == [("H50", "refused")]
    (finding,) = desk.rows("from findings where rule = 'answer_missing'")
    assert (finding["unit_id"], finding["indicator_id"]) == ("H50", "CKMB")
    assert [row["indicator_id"] for row in desk.rows(str(finding["evidence"]))] == ["CKMB"]
    assert [row["name"] for row in desk.rows("from refusals")] == [f"H50.{datetime.now(VIETNAM).year}.transparency"]
    assert desk.rows("from observations where unit_id like 'H50.%' and indicator_id = 'MDSH'")
    assert desk.run("build").exit_code == 3
    assert len(desk.rows("from loads")) == 2


def test_a_refused_answer_is_asked_for_again_and_leaves_the_quarantine(desk: Desk) -> None:
    desk.portal.inject(Fault("400", match="dossier-digitized", times=1))
    assert desk.run("fetch", *YEAR).exit_code == 3
    quarantine = Path(desk.environment["CHISO766_HOME"]) / "quarantine"
    assert len(list(quarantine.iterdir())) == 1
    assert desk.run("fetch", *YEAR).exit_code == 0
    assert list(quarantine.iterdir()) == []
    assert desk.asked_of("dossier-digitized") == 2
    assert len(desk.portal.asked) == 10
    assert desk.rows("from refusals") == []
    assert desk.rows("from findings where rule = 'answer_missing'") == []


@pytest.mark.parametrize("words", [
    ("--provinces", "H99"), ("--cutoff", "tomorrow"), ("--period", "2026-13"), ("--cutoff", "2999-01-01"),
    ("--period", "2999"),
])  # fmt: skip
def test_wrong_words_are_told_of_before_anything_is_asked(desk: Desk, words: tuple[str, str]) -> None:
    told = desk.run("fetch", *words)
    assert told.exit_code == 2
    assert told.stderr.strip()
    assert desk.portal.asked == []


def test_only_one_fetch_at_a_time(desk: Desk, tmp_path: Path) -> None:
    with only_fetch(tmp_path / "home" / "portal" / "fetch.lock"):
        assert desk.run("fetch", *YEAR).exit_code == 5


def listen_to_ctrl_c() -> None:
    """A shell that starts the tests in its background makes its children deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_that_was_ended_goes_on_without_asking_again(desk: Desk, blow: signal.Signals) -> None:
    desk.portal.inject(Fault("slow", times=0, seconds=0.15))
    with subprocess.Popen(
        [sys.executable, "-m", "orchestration", "fetch", *YEAR], env={**os.environ, **desk.environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=listen_to_ctrl_c,
    ) as worker:  # fmt: skip
        while len(desk.portal.asked) < 5 and worker.poll() is None:
            time.sleep(0.01)
        worker.send_signal(blow)
        _, said = worker.communicate(timeout=30)
    assert worker.returncode == (130 if blow is signal.SIGINT else -signal.SIGKILL), said
    assert desk.run("build").exit_code == 0
    assert [row["scope_unit_id"] for row in desk.rows("from snapshots")] in ([], ["VN"])

    assert desk.run("fetch", *YEAR).exit_code == 0
    asked = Counter(json.dumps([a.path, a.payload], sort_keys=True) for a in desk.portal.asked)
    # the one that was under way at the blow may be asked for again, and after a kill the one that was on its way
    # to the disk; service-results is asked twice by plan
    assert asked.total() <= 9 + (1 if blow is signal.SIGINT else 2)
    assert sorted(str(row["scope_unit_id"]) for row in desk.rows("from snapshots")) == ["H50", "VN"]

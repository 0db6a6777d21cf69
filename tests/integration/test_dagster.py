"""The Dagster code location loads, runs on the examples, and publishes only what passed its checks."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration import pipeline
from orchestration.definitions import defs
from orchestration.settings import read_settings
from orchestration.warehouse.checks import checks
from orchestration.warehouse.connection import open_reader
from orchestration.warehouse.relations import relations

# Dagster and what it stands on warn about themselves.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("no_pictures")]

LANDED = {"landed_archive", "landed_inbox", "landed_sources", "portal_snapshot", "closing_snapshot"}
ROOT = Path(__file__).parents[2]
REPLAY = {"ops": {"landed_archive": {"config": {"folder": str(ROOT / "examples")}}}}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own."""
    monkeypatch.setenv("CHISO766_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHISO766_INBOX", raising=False)
    return tmp_path / "home"


def run_job(name: str, config: dict[str, object] | None = None) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        job = defs.get_job_def(name)
        return job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def dagster_home(tmp_path: Path) -> Path:
    folder = tmp_path / "dagster"
    folder.mkdir()
    shutil.copy(ROOT / "deploy" / "dagster.yaml", folder / "dagster.yaml")
    return folder


def test_code_location_validates(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-w", "workspace.yaml"],
        cwd=ROOT, env={**os.environ, "DAGSTER_HOME": str(dagster_home(tmp_path))},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_instance_settings_are_understood(tmp_path: Path) -> None:
    with dg.DagsterInstance.from_config(str(dagster_home(tmp_path))) as instance:
        assert not instance.telemetry_enabled
        assert instance.run_monitoring_enabled
        assert instance.get_settings("run_monitoring")["free_slots_after_run_end_seconds"] == 20
        assert instance.get_settings("concurrency")["pools"] == {"granularity": "op", "default_limit": 1}


def test_code_location_has_one_name() -> None:
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["dg"]["project"]
    module = workspace["load_from"][0]["python_module"]
    assert module["location_name"] == project["code_location_name"] == "chiso766"
    assert module["module_name"] == project["code_location_target_module"]


def test_every_relation_is_an_asset_standing_on_what_it_reads() -> None:
    graph = defs.resolve_asset_graph()
    known = {relation.qualified for relation in relations()}
    for relation in relations():
        node = graph.get(dg.AssetKey([relation.schema, relation.name]))
        parents = {".".join(key.path) for key in node.parent_keys} - LANDED
        assert parents == relation.reads & known
        assert relation.description_vi in (node.description or "")


def test_only_one_writer_at_a_time() -> None:
    graph = defs.resolve_asset_graph()
    for name in ("published_file", "main/units"):
        assert graph.get(dg.AssetKey(name.split("/"))).pools == {"duckdb_writer"}


def test_schedule_waits_for_a_person() -> None:
    schedule = defs.get_schedule_def("daily_cutoff")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 16 * * *", "Asia/Ho_Chi_Minh")
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED


def test_replay_publishes_the_examples(home: Path) -> None:
    result = run_job("replay_archive", REPLAY)
    assert result.success
    evaluations = result.get_asset_check_evaluations()
    assert {evaluation.check_name for evaluation in evaluations} == {
        *(check.name for check in checks()), "newest_due_cutoff_is_loaded",
    }  # fmt: skip
    assert [evaluation.check_name for evaluation in evaluations if not evaluation.passed] == []
    observations = result.asset_materializations_for_node("warehouse")
    counts = {m.asset_key.to_user_string(): m.metadata["dagster/row_count"].value for m in observations}
    assert len(counts) == len(relations())
    with open_reader(read_settings().current) as connection:
        held = connection.execute("select count(*) from main.observations").fetchall()[0][0]
    assert counts["main/observations"] == held > 0


def test_refresh_after_replay_publishes_nothing_new(home: Path) -> None:
    assert run_job("replay_archive", REPLAY).success
    before = read_settings().current.resolve()
    assert run_job("refresh_warehouse").success
    assert read_settings().current.resolve() == before


def test_missing_archive_folder_fails(home: Path) -> None:
    config = {"ops": {"landed_archive": {"config": {"folder": str(home / "nowhere")}}}}
    assert not run_job("replay_archive", config).success


def test_failed_check_blocks_publishing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_checks = pipeline.run_checks

    def one_fails(connection: object, **choices: object) -> list[object]:
        return [
            dataclasses.replace(found, failing_count=1, columns=("unit_id",), sample=(("H50",),))
            if found.check.name == "scores_within_maximum" else found
            for found in run_checks(connection, **choices)
        ]  # fmt: skip

    monkeypatch.setattr(pipeline, "run_checks", one_fails)
    result = run_job("replay_archive", REPLAY)
    assert not result.success
    failed = [found for found in result.get_asset_check_evaluations() if not found.passed]
    assert [found.check_name for found in failed] == ["scores_within_maximum"]
    assert "H50" in failed[0].metadata["sample"].value
    started = {event.step_key for event in result.all_events if event.is_step_start}
    assert "warehouse" in started
    assert "published_file" not in started
    assert not read_settings().current.exists()

"""Publications in Dagster: made after the checks, not made when one fails, and shown with a picture."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import dagster as dg
import pytest

from orchestration import pipeline
from orchestration.definitions import defs
from orchestration.settings import read_settings

# Dagster and what it stands on warn about themselves.
pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(__file__).parents[2]
REPLAY = {"ops": {"landed_archive": {"config": {"folder": str(ROOT / "examples")}}}}
PUBLICATIONS = ("annex_documents", "open_data", "public_page", "reports")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own."""
    monkeypatch.setenv("CHISO766_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CHISO766_INBOX", raising=False)
    return tmp_path / "home"


def replay() -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return defs.get_job_def("replay_archive").execute_in_process(
            run_config=REPLAY, instance=instance, raise_on_error=False
        )


def test_publications_follow_the_published_file() -> None:
    graph = defs.resolve_asset_graph()
    for name in PUBLICATIONS:
        assert graph.get(dg.AssetKey(name)).parent_keys == {dg.AssetKey("published_file")}


def test_a_run_makes_them_and_shows_a_picture(home: Path) -> None:
    result = replay()
    assert result.success
    shown = {m.asset_key.to_user_string(): m.metadata
             for name in PUBLICATIONS for m in result.asset_materializations_for_node(name)}  # fmt: skip
    for name in ("annex_documents", "reports", "public_page"):
        assert "data:image/png;base64," in shown[name]["preview"].value
    assert "Tổng điểm tạm tính 61,40/100" in shown["reports"]["text"].value
    assert "694/VP-NC" in shown["open_data"]["changelog"].value
    published = read_settings().published
    names = {path.name for path in (published / "annex").iterdir()}
    assert names == {
        "H50_2023-11-23T1600_letter_year_phu-luc.docx", "H50_2023-11-23T1600_letter_year_phu-luc.xlsx",
        "H50_2026-10-05T1400_portal_year_phu-luc.docx", "H50_2026-10-05T1400_portal_year_phu-luc.xlsx",
        "H50_2026-10-05T1400_portal_year_so-sanh.docx", "H50_2026-10-05T1400_portal_year_so-sanh.xlsx",
    }  # fmt: skip
    assert (published / "page" / "index.html").is_file()
    assert (published / "parquet" / "observations.parquet").is_file()


def test_nothing_is_handed_out_when_a_check_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_checks = pipeline.run_checks

    def first_fails(connection: object, **choices: object) -> list[object]:
        first, *others = run_checks(connection, **choices)  # type: ignore[arg-type]
        return [dataclasses.replace(first, failing_count=1, columns=("unit_id",), sample=(("H50",),)), *others]

    monkeypatch.setattr(pipeline, "run_checks", first_fails)
    result = replay()
    assert not result.success
    assert [found.passed for found in result.get_asset_check_evaluations()].count(False) == 1
    started = {event.step_key for event in result.all_events if event.is_step_start}
    assert started.isdisjoint(PUBLICATIONS)
    assert not (read_settings().published / "annex").exists()
    assert not (read_settings().published / "opendata").exists()

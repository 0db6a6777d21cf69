"""What the integration tests share: a home of their own, and the examples loaded once."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from orchestration import pipeline
from orchestration.publications import pdf, preview
from orchestration.settings import Settings, read_settings

# CI repeats itself exactly; a developer's run looks for new examples every time.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "developer")

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with nothing in it."""
    return read_settings({"CHISO766_HOME": str(tmp_path / "home")})


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the examples landed, built and published. Read it only."""
    home = read_settings({"CHISO766_HOME": str(tmp_path_factory.mktemp("loaded"))})
    pipeline.land_archive(home, EXAMPLES)
    built = pipeline.build_warehouse(home)
    assert not built.refusals
    assert not built.blocking_failures
    assert pipeline.publish_warehouse(home, built) is not None
    return home


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without LibreOffice and Chromium: runs that are not about publications draw nothing."""
    monkeypatch.setattr(pdf, "PROGRAMS", ())
    monkeypatch.setattr(preview, "BROWSERS", ())

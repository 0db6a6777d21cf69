"""What a demo portal gave says so wherever it is published: no figure of it passes for a real one."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orchestration import pipeline
from orchestration.demo_portal.server import DemoPortal
from orchestration.landing.archive import Landing
from orchestration.portal.circuit import Circuit
from orchestration.portal.client import Manners, PortalClient
from orchestration.portal.fetch import fetch_plan
from orchestration.portal.plan import choose_provinces, plan_cutoff
from orchestration.publications.annex.comparison import comparison
from orchestration.publications.annex.results import results
from orchestration.publications.figures import choose
from orchestration.publications.opendata.export import export
from orchestration.publications.report.content import report_of
from orchestration.publications.report.figures import report_figures
from orchestration.publications.report.files import to_markdown, to_text
from orchestration.settings import Settings, read_settings
from orchestration.warehouse.connection import open_reader

NO_PAUSES = Manners(spacing_s=0, scope_pause_s=0, jitter=0)
CUTOFFS = [datetime(2026, 10, day, 9, tzinfo=UTC) for day in (5, 6)]
PORTAL = "Cổng Dịch vụ công quốc gia"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose two cutoffs came from the demo portal."""
    folder = tmp_path_factory.mktemp("demo")
    settings = read_settings({"CHISO766_HOME": str(folder)})
    for cutoff_at in CUTOFFS:
        seconds = itertools.count()
        clock = lambda seconds=seconds, begin=cutoff_at: begin + timedelta(seconds=next(seconds))  # noqa: E731
        with DemoPortal(today=date(2026, 10, cutoff_at.day)) as portal:
            client = PortalClient(portal.url, Circuit(folder / "circuit.json"), manners=NO_PAUSES, clock=clock)
            plan = plan_cutoff(choose_provinces("H50"), cutoff_at, ["year"])
            landing = Landing(settings.landing, clock)
            assert fetch_plan(plan, client, landing, lambda _: None, folder=folder / "portal").ended == "complete"
            client.close()
    built = pipeline.build_warehouse(settings)
    assert pipeline.publish_warehouse(settings, built) is not None
    return settings


def test_the_file_says_so_of_each_snapshot_and_of_itself(demo: Settings, loaded: Settings) -> None:
    asked = "select count(*), count(*) filter (where is_demo), any_value(demo_count) from snapshots, published"
    with open_reader(demo.current) as connection:
        assert connection.execute(asked).fetchall() == [(4, 4, 4)]
    with open_reader(loaded.current) as connection:
        count, invented, told = connection.execute(asked).fetchall()[0]
    assert count > 0
    assert (invented, told) == (0, 0)


def test_a_report_says_so_in_its_title_its_first_sentence_and_its_source(demo: Settings) -> None:
    report = report_of(report_figures(demo.current, choose(demo.current, "H50")))
    assert report.title.startswith("Số liệu minh họa, không phải số liệu thật: Chỉ số phục vụ")
    assert report.headline.startswith("Số liệu minh họa, không phải số liệu thật: Tổng điểm")
    assert any("KHÔNG phải số liệu thật" in note for note in report.notes)
    for text in (to_text(report), to_markdown(report)):
        assert "không phải số liệu thật" in text.casefold().partition("\n\n")[0]
        assert PORTAL not in text


def test_every_table_of_an_annex_says_so_above_its_title_and_below(demo: Settings) -> None:
    chosen = choose(demo.current, "H50")
    tables = [*results(chosen), *comparison(chosen)]
    assert len(tables) >= 2
    for table in tables:
        assert table.title[0] == "SỐ LIỆU MINH HỌA, KHÔNG PHẢI SỐ LIỆU THẬT"
        assert any("KHÔNG phải số liệu thật" in note for note in table.notes)
        assert not any(PORTAL in note for note in table.notes)


def test_open_data_begin_with_it(demo: Settings, loaded: Settings, tmp_path: Path) -> None:
    readme = (export(demo.current, tmp_path / "demo").folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("**SỐ LIỆU MINH HỌA, KHÔNG PHẢI SỐ LIỆU THẬT**: 4 kỳ chụp")
    real = (export(loaded.current, tmp_path / "real").folder / "README.md").read_text(encoding="utf-8")
    assert real.startswith("# Số liệu mở")
    assert readme.endswith(real)


def test_real_figures_carry_no_such_words(loaded: Settings) -> None:
    chosen = choose(loaded.current, "H50")
    report = report_of(report_figures(loaded.current, chosen))
    told = [report.title, report.headline, *report.notes]
    told += [line for table in results(chosen) for line in (*table.title, *table.notes)]
    assert not any("minh họa" in line.casefold() for line in told)

"""Rows of the old portal from files: 2025 stands beside 2026, and nothing is drawn between them.

Every row of 2025 here is invented, in the form of the old portal.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from orchestration import pipeline
from orchestration.cli import main
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

EXAMPLES = Path(__file__).parents[2] / "examples"
GROUPS = ("TDGQ", "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB")
ROWS = {
    "H50": ("UBND tỉnh Quảng Trị", ["18.25", "17", "19.5", "9", "8.25", "15", "87"]),
    "H21": ("UBND tỉnh Gia Lai", ["18", "17.5", "20", "9.5", "8", "", ""]),
}


def legacy_file(folder: Path, ending: str, captured_at: str, total: str = "87") -> Path:
    """The provinces' year 2025 as the old portal gave it, with its description."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"nam-2025-{captured_at[:10]}{ending}"
    rows: list[dict[str, Any]] = []
    for number, (code, (name, values)) in enumerate(ROWS.items(), 1):
        scores = [*values[:6], total if code == "H50" else values[6]]
        cells = ["910001", name, name, code, "1", "1", "910001", *scores, str(number)]
        head = ["ID", "TEN", "TEN_COQUAN", "MA_COQUAN", "LOAI_COQUAN", "CAPDONVIID", "ID_COQUAN", *GROUPS,
                "TONG_SCORE", "ROW_STT"]  # fmt: skip
        rows.append(dict(zip(head, cells, strict=True)))
    if ending == ".csv":
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    asked = {"type": "ref", "service": "report_tinh_766_service", "p_nam": 2025, "p_tinh_id": "0", "p_thang": 0,
             "p_quy": 0, "p_6thang": 0}  # fmt: skip
    told = {"request": {"method": "POST", "path": "/jsp/rest.jsp", "payload": asked, "status": 200},
            "captured_at": captured_at}  # fmt: skip
    path.with_suffix(".meta.json").write_text(json.dumps(told), encoding="utf-8")
    return path


def rows_of(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with open_reader(settings.current) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_ingest_takes_the_old_portals_rows(settings: Settings, tmp_path: Path, ending: str) -> None:
    path = legacy_file(tmp_path / "files", ending, "2025-10-11T02:30:00+00:00")
    done = CliRunner().invoke(main, ["ingest", str(path), "--json"], env={"CHISO766_HOME": str(settings.home)})
    assert done.exit_code == 0, done.output
    (document,) = json.loads(done.stdout)["documents"]
    assert (document["status"], document["row_count"]) == ("loaded", 14)
    assert rows_of(settings, "select source, methodology_id, period_type, year(period_start) from snapshots") == [
        ("portal_legacy", "portal_legacy-2022", "year", 2025)
    ]
    assert rows_of(settings, "select unit_id, score from observations where indicator_id = 'TOTAL' order by all") == [
        ("H21", None), ("H50", 87),
    ]  # fmt: skip
    assert rows_of(settings, "select unit_id, rank from league_table order by all") == [("H21", None), ("H50", None)]


def test_a_folder_of_files_is_taken_without_their_descriptions(settings: Settings, tmp_path: Path) -> None:
    for day, ending in (("11", ".csv"), ("15", ".json")):
        legacy_file(tmp_path / "files", ending, f"2025-10-{day}T02:30:00+00:00", total="87.5" if day == "15" else "87")
    done = CliRunner().invoke(
        main, ["ingest", str(tmp_path / "files"), "--json"], env={"CHISO766_HOME": str(settings.home)}
    )
    told = json.loads(done.stdout)["documents"]
    assert [document["status"] for document in told] == ["loaded", "loaded"]
    trend = rows_of(
        settings, "select value, delta from trends_by_cutoff where unit_id = 'H50' and indicator_id = 'TOTAL' "
        "order by cutoff_at"
    )  # fmt: skip
    assert [tuple(map(str, row)) for row in trend] == [("87.0000", "None"), ("87.5000", "0.5000")]


def test_rows_without_a_description_are_refused_with_the_remedy(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    path = legacy_file(archive / "portal", ".csv", "2025-10-11T02:30:00+00:00")
    path.with_suffix(".meta.json").unlink()
    (refused,) = pipeline.land_archive(settings, archive).refused
    assert ".meta.json" in refused.vi


def test_2025_stands_beside_2026_without_a_delta(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(EXAMPLES, archive)
    legacy_file(archive / "portal", ".csv", "2025-10-11T02:30:00+00:00")
    pipeline.land_archive(settings, archive)
    built = pipeline.build_warehouse(settings)
    assert (built.refusals, built.blocking_failures) == ([], [])
    pipeline.publish_warehouse(settings, built)
    both = rows_of(
        settings,
        "select source, year(period_start), methodology_id from trends_by_period "
        "where unit_id = 'H50' and indicator_id = 'TOTAL' and period_type = 'year' and source like 'portal%' "
        "order by 2",
    )
    assert both == [("portal_legacy", 2025, "portal_legacy-2022"), ("portal", 2026, "portal-2026")]
    drawn = rows_of(
        settings,
        "select count(*) from trends_by_period where (delta is not null or change_on_year is not null) "
        "and source = 'portal' and year(period_start) = 2026 and period_type = 'year'",
    )
    assert drawn == [(0,)]

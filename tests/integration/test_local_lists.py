"""A letter of another province: refused by name, proposed, confirmed by a person, and then loaded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration import pipeline
from orchestration.cli import main
from orchestration.reference.local import use_local_lists
from orchestration.reference.registry import load_units
from orchestration.reference.tables import ReferenceDataError
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader
from orchestration.warehouse.versions import code_version

LETTER = """UBND TỈNH AN GIANG
VĂN PHÒNG

Số: 77/VP-KSTT

An Giang, ngày 05 tháng 9 năm 2024

V/v công khai kết quả đánh giá Bộ chỉ số

PHỤ LỤC
KẾT QUẢ CỦA CÁC SỞ, BAN, NGÀNH NĂM 2024

STT\tTên cơ quan/ đơn vị\tTiến độ giải quyết (%)\tSố hóa hồ sơ (%)
1\tSở Tư pháp\t94,22\t35
2\tSở Y tế\t88\t0
3\t=HYPERLINK("http://x")\t1\t2

* Thời điểm chốt số liệu: 16h ngày 30/8/2024.
"""
FAIR = LETTER.replace('3\t=HYPERLINK("http://x")\t1\t2\n', "")
HEADER = "unit_id,portal_id,name,level,parent_id,valid_from,valid_to,source,note\n"


@pytest.fixture(autouse=True)
def forget_local_lists() -> object:
    yield
    use_local_lists(None)


def command(settings: Settings, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), env={"CHISO766_HOME": str(settings.home)})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def letter(tmp_path: Path, text: str = FAIR) -> Path:
    path = tmp_path / "77-VP.md"
    path.write_text(text, encoding="utf-8")
    return path


def write(settings: Settings, name: str, text: str) -> None:
    settings.reference.mkdir(parents=True, exist_ok=True)
    (settings.reference / name).write_text(text, encoding="utf-8")


def test_from_refusal_to_load(settings: Settings, tmp_path: Path) -> None:
    path = letter(tmp_path)
    code, output = command(settings, "ingest", str(path))
    assert code == 3
    assert "«Sở Tư pháp»" in output
    assert "units propose" in output

    code, output = command(settings, "units", "propose", str(path))
    assert code == 0
    proposal = (settings.reference / "proposed-77-VP.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(proposal)))
    assert [(row["unit_id"], row["name"], row["level"], row["parent_id"], row["source"]) for row in rows] == [
        ("H01~so-tu-phap", "Sở Tư pháp", "agency", "H01", ""), ("H01~so-y-te", "Sở Y tế", "agency", "H01", ""),
    ]

    write(settings, "units.csv", proposal)  # moved without being looked at
    code, output = command(settings, "build")
    assert code == 2
    assert "source is empty" in output
    assert "units.csv, dòng / line 2" in output

    confirmed = io.StringIO()
    writer = csv.DictWriter(confirmed, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"source": "letter 77/VP-KSTT of 2024-09-05"} for row in rows)
    write(settings, "units.csv", confirmed.getvalue())
    code, output = command(settings, "build")
    assert code == 0, output
    with open_reader(settings.current) as connection:
        assert connection.execute(
            "select unit_id, indicator_id, rate_pct::varchar from observations where level = 'agency' order by all"
        ).fetchall() == [
            ("H01~so-tu-phap", "MDSH", "35.0000"), ("H01~so-tu-phap", "TDGQ", "94.2200"),
            ("H01~so-y-te", "MDSH", "0.0000"), ("H01~so-y-te", "TDGQ", "88.0000"),
        ]
        assert connection.execute("select name, source from units where unit_id = 'H01~so-y-te'").fetchall() == [
            ("Sở Y tế", "letter 77/VP-KSTT of 2024-09-05")]
    assert not list(settings.quarantine.iterdir())
    assert command(settings, "units", "propose", str(path))[1].count("Every unit of the letter is known") == 1


def test_a_spelling_of_ones_own(settings: Settings, tmp_path: Path) -> None:
    write(settings, "units.csv", HEADER + "H01.9,,Sở Tư pháp,agency,H01,,,seen,\nH01.8,,Sở Y tế,agency,H01,,,seen,\n")
    write(settings, "unit_aliases.csv", "unit_id,alias,kind,valid_from,valid_to,source\nH01.8,Ngành Y,alias,,,seen\n")
    pipeline.land_letters(settings, [letter(tmp_path, FAIR.replace("Sở Y tế", "Ngành Y"))])
    built = pipeline.build_warehouse(settings)
    assert not built.refusals
    assert not built.blocking_failures


def test_changed_lists_move_the_code_version_and_rebuild(settings: Settings) -> None:
    pipeline.build_warehouse(settings)
    before = code_version()
    assert pipeline.build_warehouse(settings).was_rebuilt is False
    write(settings, "units.csv", HEADER + "H01.9,,Sở Tư pháp,agency,H01,,,seen,\n")
    assert pipeline.build_warehouse(settings).was_rebuilt is True
    assert code_version() != before
    assert pipeline.build_warehouse(settings).was_rebuilt is False
    (settings.reference / "units.csv").unlink()
    assert pipeline.build_warehouse(settings).was_rebuilt is True
    assert code_version() == before


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("H50,,Tỉnh khác,province,VN,,,seen,", "unit_id H50 stands on line"),
        ("H01.9,,Sở Tư pháp,agency,H99,,,seen,", "parent_id 'H99' is not known"),
        ("H01.9,,Sở Tư pháp,,H01,,,seen,", "level is empty"),
        ("H01.9,,Sở Tư pháp,agency,H01,,,,", "source is empty"),
        ("X,,Nước khác,country,,,,seen,", "there is a country on the list already"),
    ],
)
def test_a_list_that_is_not_sound_stops_the_build(settings: Settings, row: str, problem: str) -> None:
    write(settings, "units.csv", HEADER + row + "\n")
    with pytest.raises(ReferenceDataError, match=problem):
        pipeline.build_warehouse(settings)


def test_without_a_local_list_the_projects_own_stand_alone(settings: Settings) -> None:
    write(settings, "units.csv", HEADER + "H01.9,,Sở Tư pháp,agency,H01,,,seen,\n")
    use_local_lists(settings.reference)
    assert "H01.9" in {unit.unit_id for unit in load_units()}
    use_local_lists(None)
    assert "H01.9" not in {unit.unit_id for unit in load_units()}


def test_a_name_that_a_spreadsheet_would_run_is_not_proposed(settings: Settings, tmp_path: Path) -> None:
    code, _ = command(settings, "units", "propose", str(letter(tmp_path, LETTER)), "--out", str(tmp_path / "p.csv"))
    assert code == 0
    assert "HYPERLINK" not in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


def test_a_document_that_is_no_letter_has_its_reason(settings: Settings, tmp_path: Path) -> None:
    code, output = command(settings, "units", "propose", str(letter(tmp_path, "")))
    assert code == 3
    assert "The file is empty" in output

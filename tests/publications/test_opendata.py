"""Open data: whole, described, hashed, safe to open, and the old copy stands until the new one does."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from orchestration import pipeline
from orchestration.cli import main
from orchestration.publications.opendata import export as exporting
from orchestration.publications.opendata import files as forms
from orchestration.publications.opendata.changelog import changelog
from orchestration.publications.opendata.columns import OpenColumn, OpenRelation, open_relations
from orchestration.publications.opendata.dictionary import dictionary
from orchestration.publications.opendata.export import export
from orchestration.publications.opendata.files import frictionless_type, write_csv, write_excel_csv
from orchestration.publications.opendata.package import sha256_of
from orchestration.publications.replacing import replaced_folder
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader
from orchestration.warehouse.relations import relations

ROOT = Path(__file__).parents[2]
VALIDATE = """
import json, sys, frictionless
package = json.load(open(sys.argv[1] + "/datapackage.json", encoding="utf-8"))
package["resources"] = [one for one in package["resources"] if one["format"] == "csv"]
report = frictionless.Package.from_descriptor(package, basepath=sys.argv[1]).validate()
print(json.dumps([[task.name, str(error)] for task in report.tasks for error in task.errors]
                 + [str(error) for error in report.errors]))
print(len(report.tasks))
"""


@pytest.fixture(scope="module")
def folder(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, exported."""
    return export(loaded.current, tmp_path_factory.mktemp("published")).folder


def package_of(folder: Path) -> dict[str, list[dict[str, object]]]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def validate(folder: Path) -> tuple[list[object], int]:
    """What the reference implementation says of the CSV part; in a process of its own, it warns."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", VALIDATE, str(folder)],
                          capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    errors, count = done.stdout.splitlines()
    return json.loads(errors), int(count)


def test_frictionless_finds_nothing_wrong_and_would(folder: Path, tmp_path: Path) -> None:
    names = [relation.name for relation in relations() if relation.schema == "main"]
    assert validate(folder) == ([], len(names))
    broken = shutil.copytree(folder, tmp_path / "broken")
    path = broken / "csv" / "observations.csv"
    path.write_text(path.read_text().replace(",18.0000,", ",eighteen,", 1))
    errors, _ = validate(broken)
    assert "eighteen" in str(errors)


def test_every_file_is_described_with_its_hash(folder: Path) -> None:
    resources = package_of(folder)["resources"]
    described = {str(one["path"]): one for one in resources}
    there = {path.relative_to(folder).as_posix() for kind in ("csv", "parquet") for path in (folder / kind).rglob("*")}
    assert set(described) == there
    for place, one in described.items():
        path = folder / place
        assert (one["bytes"], one["hash"]) == (path.stat().st_size, f"sha256:{sha256_of(path)}")
        assert all(column["title"] and column["description"] and column["description_en"]
                   for column in one["schema"]["fields"])  # type: ignore[index]  # fmt: skip
    assert len({one["name"] for one in resources}) == len(resources)


def test_keys_that_are_declared_are_keys_of_the_package(folder: Path) -> None:
    schemas = {str(one["path"]): one["schema"] for one in package_of(folder)["resources"]}
    trends = schemas["csv/trends_by_cutoff.csv"]
    assert trends["primaryKey"] == ["snapshot_id", "unit_id", "indicator_id"]  # type: ignore[index]
    assert sum("primaryKey" in schema for schema in schemas.values()) > 20  # type: ignore[operator]


def test_parquet_holds_what_the_database_holds(loaded: Settings, folder: Path) -> None:
    with open_reader(loaded.current) as connection:
        for relation in open_relations(connection):
            file = folder / "parquet" / f"{relation.name}.parquet"
            differing = connection.execute(
                f"select count(*) from (from main.{relation.name} except all from '{file}')"
            ).fetchall()
            count = connection.execute(f"select count(*) from '{file}'").fetchall()
            assert (differing, count) == ([(0,)], [(relation.row_count,)]), relation.name
            types = connection.execute(f"describe from '{file}'").fetchall()
            assert [row[:2] for row in types] == [(c.name, c.data_type) for c in relation.columns]
    kept = duckdb.execute("select distinct compression from parquet_metadata(?)",
                          [str(folder / "parquet" / "observations.parquet")]).fetchall()  # fmt: skip
    assert kept == [("ZSTD",)]


def test_the_same_data_are_the_same_bytes(loaded: Settings, folder: Path, tmp_path: Path) -> None:
    again = export(loaded.current, tmp_path).folder
    for path in folder.rglob("*"):
        if path.is_file():
            assert sha256_of(path) == sha256_of(again / path.relative_to(folder)), path.name


def test_a_big_relation_is_cut_by_year(
    loaded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "BIG_ROWS", 1000)
    monkeypatch.setattr(exporting, "MOST_CSV_ROWS", 1000)
    done = export(loaded.current, tmp_path)
    assert set(done.parquet_only) >= {"observations", "trends_by_cutoff"}
    years = {path.name for path in (done.folder / "parquet" / "observations").iterdir()}
    assert years == {"period_year=2023", "period_year=2026"}
    rows = duckdb.execute(f"select count(*) from '{done.folder}/parquet/observations/**/*.parquet'").fetchall()
    assert rows == [(1509,)]
    assert not (done.folder / "csv" / "observations.csv").exists()
    assert "observations" in str(package_of(done.folder)["resources"])


HOSTILE = ("=1+1", "+cmd", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "＝1", "=\nA", 'a"; b', "-", "-0,03", "+5%",
           "", "bình thường")  # fmt: skip
HARMLESS = ("'=1+1", "'+cmd", "'-2+3+cmd|' /C calc'!A0", "'@SUM(A1)", "'\tx", "'＝1", "'=\nA", 'a"; b', "-", "-0,03",
            "+5%", "", "bình thường")  # fmt: skip


@pytest.mark.parametrize(("write", "delimiter", "encoding", "number"), [
    (write_csv, ",", "utf-8", "-0.0300"), (write_excel_csv, ";", "utf-8-sig", "-0,03"),
])  # fmt: skip
def test_no_cell_runs_and_no_number_is_damaged(
    tmp_path: Path, write: object, delimiter: str, encoding: str, number: str
) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table t (n int, word varchar, delta decimal(9,4))")
        connection.executemany("insert into t values (?, ?, -0.03)", [[at, word] for at, word in enumerate(HOSTILE)])
        columns = (OpenColumn("n", "INTEGER", "Số: số | n"), OpenColumn("word", "VARCHAR", "Chữ: chữ | w"),
                   OpenColumn("delta", "DECIMAL(9,4)", "Tăng giảm: tăng | d"))  # fmt: skip
        write(connection, OpenRelation("t", "bảng | table", columns, len(HOSTILE)), "t", tmp_path / "t.csv")  # type: ignore[operator]
    payload = (tmp_path / "t.csv").read_bytes()
    assert payload.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    _, *rows = csv.reader(io.StringIO(payload.decode(encoding), newline=""), delimiter=delimiter)
    assert tuple(row[1] for row in rows) == HARMLESS
    assert {row[2] for row in rows} == {number}


def test_excel_reads_vietnamese(folder: Path) -> None:
    text = (folder / "excel" / "trends_by_cutoff.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    (row,) = [one for one in rows if one["Mã đơn vị"] == "H50" and one["Mã chỉ số"] == "TOTAL"
              and one["Thời điểm chốt"] == "05/10/2026 14:00:30"]  # fmt: skip
    assert (row["Giá trị"], row["Tăng giảm"], row["Thay đổi hạng"], row["So sánh được"]) == (
        "61,4", "0,41", "-1", "có")  # fmt: skip


def test_a_type_nobody_foresaw_stops_the_export() -> None:
    assert frictionless_type("DECIMAL(38,12)") == "number"
    assert frictionless_type("VARCHAR[]") == "array"
    with pytest.raises(ValueError, match="INTERVAL"):
        frictionless_type("INTERVAL")


def test_a_failed_export_leaves_the_old_one(
    loaded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(loaded.current, tmp_path).folder.resolve()
    with monkeypatch.context() as broken:
        broken.setattr(exporting, "write_excel_csv", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            export(loaded.current, tmp_path)
    assert (tmp_path / "opendata").resolve() == first
    assert (tmp_path / "parquet" / "units.parquet").is_file()
    assert len(list(tmp_path.glob(".opendata-*"))) == 1
    with open(tmp_path / "parquet" / "units.parquet", "rb") as reader:
        export(loaded.current, tmp_path)
        assert reader.read(4) == b"PAR1"
    assert len(list(tmp_path.glob(".opendata-*"))) == 2
    assert first.is_dir()  # kept for whoever still reads it


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "opendata").mkdir()
    (tmp_path / "opendata" / "mine.txt").write_text("x")
    with pytest.raises(NotADirectoryError, match="not ours"), replaced_folder(tmp_path / "opendata"):
        pass
    assert (tmp_path / "opendata" / "mine.txt").read_text() == "x"


def test_the_changelog_tells_new_cutoffs_and_corrections(settings: Settings, tmp_path: Path) -> None:
    pipeline.land_archive(settings, ROOT / "examples")
    letter = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_text(encoding="utf-8")
    (tmp_path / "corrected.md").write_text(letter.replace("94,22", "95,22"), encoding="utf-8")
    pipeline.land_letters(settings, [tmp_path / "corrected.md"])
    pipeline.publish_warehouse(settings, pipeline.build_warehouse(settings))
    with open_reader(settings.current) as connection:
        told = changelog(connection)
    assert "- **Văn bản đính chính**: công văn, UBND tỉnh Quảng Trị (H50), năm 2023: Sở Tư pháp, Tiến độ giải quyết: " \
           "94,22 → 95,22" in told  # fmt: skip
    assert "Cả nước (VN), năm 2026, chốt 14h ngày 05/10/2026: 243 giá trị" in told
    assert told.index("## 05/10/2026") < told.index("## 04/10/2026")


def test_the_dictionary_in_the_docs_is_that_of_the_database(loaded: Settings) -> None:
    with open_reader(loaded.current) as connection:
        text = dictionary(open_relations(connection))
    written = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == text, "run: chiso766 dictionary --out docs/dictionary.md"


def test_the_command_tells_where_it_is(settings: Settings, loaded: Settings, tmp_path: Path) -> None:
    environment = {"CHISO766_HOME": str(settings.home)}
    assert CliRunner().invoke(main, ["export"], env=environment).exit_code == 6
    shutil.copytree(loaded.published, settings.published, symlinks=True)
    done = CliRunner().invoke(main, ["export", "--json", "--licence", "CC-BY-4.0"], env=environment)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert Path(told["folder"]) == settings.published / "opendata"
    assert package_of(settings.published / "opendata")["licenses"] == [{"name": "CC-BY-4.0"}]


def test_values_survive_the_csv(loaded: Settings, folder: Path) -> None:
    with open(folder / "csv" / "observations.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with open_reader(loaded.current) as connection:
        scores = connection.execute("select sum(score), count(score), count(*) from observations").fetchall()[0]
    found = [Decimal(row["score"]) for row in rows if row["score"]]
    assert (sum(found), len(found), len(rows)) == scores

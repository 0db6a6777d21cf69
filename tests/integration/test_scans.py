"""A scanned letter from the door to the published file: held, shown, confirmed, loaded, rebuilt."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

pytest.importorskip("tesserocr", reason="make ocr installs what reading scans needs")

from orchestration import pipeline, reviewing
from orchestration.cli import main
from orchestration.landing.archive import Landing
from orchestration.letters.ocr.review_sheet import CONFIRMED_COLUMN, HEADING_ROW, PLACE, READ_COLUMN
from orchestration.letters.readers import scan
from orchestration.readings import Refused
from orchestration.settings import Settings, read_settings
from orchestration.warehouse.connection import open_reader
from tests.scanforge import wear
from tests.scanforge.bind import to_pdf
from tests.scanforge.letter694 import whole_letter
from tests.scanforge.paint import paint

pytestmark = pytest.mark.ocr

RATES = Path(__file__).parents[1] / "fixtures" / "letters" / "694-VP-NC" / "rates.csv"
REVIEWER = "Nguyễn Thị Rà Soát"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Result]]:
    """An installation that was given one scan, and what the command said of it."""
    folder = tmp_path_factory.mktemp("scan")
    pages = [wear.worn(page, wear.SCAN) for page in paint(whole_letter("wide"), 200)]
    (folder / "694.pdf").write_bytes(to_pdf(pages))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHISO766_HOME", str(folder / "home"))
        patch.setattr(scan, "read", cache(scan.read))  # the same bytes are read once for all tests here
        said = CliRunner().invoke(main, ["ingest", "--json", str(folder / "694.pdf")])
        yield read_settings(), said


@pytest.fixture
def home(held: tuple[Settings, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of that installation, to do with as a test likes."""
    copy = tmp_path / "home"
    shutil.copytree(held[0].home, copy, symlinks=True)
    (copy / "published" / "current.duckdb").unlink()
    monkeypatch.setenv("CHISO766_HOME", str(copy))
    return read_settings()


def fill_in(sheet: Path, answer: Callable[[str, int], str | None]) -> None:
    """Type `answer(what the machine read, row)` into every row, as a person would."""
    book = load_workbook(sheet)
    page = book.worksheets[0]
    for at in range(HEADING_ROW + 1, page.max_row + 1):
        page.cell(at, CONFIRMED_COLUMN).value = answer(page.cell(at, READ_COLUMN).value or "", at)
    book.save(sheet)


def as_read(read: str, _: int) -> str:
    return read


def command(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def sheet_of(settings: Settings) -> Path:
    (one,) = reviewing.waiting(settings)
    return one.sheet


def loaded_rates(settings: Settings) -> set[tuple[str, str, str]]:
    with open_reader(settings.current) as connection:
        rows = connection.execute(
            "select unit_id, indicator_id, rate_pct::double::varchar from observations where rate_pct is not null"
        ).fetchall()
    return set(rows)


def true_rates() -> set[tuple[str, str, str]]:
    with RATES.open(encoding="utf-8") as file:
        return {
            (row["unit_id"], indicator, str(float(row[indicator])))
            for row in csv.DictReader(file) for indicator in ("TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
        }


def test_a_scan_with_doubt_is_held_whole_and_says_where_its_sheet_lies(held: tuple[Settings, Result]) -> None:
    settings, said = held
    assert said.exit_code == 3
    told = json.loads(said.stdout)
    (document,) = told["documents"]
    sheet = sheet_of(settings)
    assert str(sheet.relative_to(settings.home)) in document["reasons"][0]["vi"]
    assert "review apply" in document["reasons"][0]["en"]
    assert str(sheet.relative_to(settings.home)) in (sheet.parent / "reason.md").read_text(encoding="utf-8")
    assert told["loaded"] == []
    assert told["observation_count"] == 0
    (one,) = reviewing.waiting(settings)
    assert (one.name, one.filled) == ("694.pdf", 0)
    assert 0 < one.cells <= 10


def test_a_confirmed_scan_loads_whole_and_says_who_confirmed_it(home: Settings) -> None:
    sheet = sheet_of(home)
    fill_in(sheet, as_read)
    said = command("review", "apply", str(sheet), "--by", REVIEWER)
    assert said.exit_code == 0, said.output
    assert loaded_rates(home) == true_rates()
    with open_reader(home.current) as connection:
        loads = connection.execute(
            "select name, confirmed_by, confirmed_at = observed_at, row_count, cutoff_at::varchar"
            " from loads join snapshots using (snapshot_id)"
        ).fetchall()
        told = connection.execute("select count(*) from findings where text_vi like ?", [f"{REVIEWER}%"]).fetchall()
    assert [row[:4] for row in loads] == [("694.pdf", REVIEWER, True, 140)]
    assert told == [(1,)]
    assert not sheet.parent.exists(), "what is loaded waits no more"
    assert reviewing.waiting(home) == []


def test_rebuilding_needs_neither_the_person_nor_the_reader_again(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sheet_of(home)
    fill_in(sheet, as_read)
    assert command("review", "apply", str(sheet), "--by", REVIEWER).exit_code == 0
    before = loaded_rates(home)
    shutil.rmtree(home.work)
    shutil.rmtree(home.published)
    monkeypatch.setattr("orchestration.letters.reading.read_letter", None)
    built = pipeline.build_warehouse(home)
    assert pipeline.publish_warehouse(home, built) is not None
    assert built.refusals == []
    assert loaded_rates(home) == before
    assert {record.kind for record in Landing(home.landing).records()} == {"letter", "review"}


def test_a_second_confirmation_is_a_revision_and_the_same_again_is_refused(home: Settings, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    for sheet in (first, second):
        shutil.copy(sheet_of(home), sheet)
    fill_in(first, lambda read, at: "58,59" if read == "58,95" else read)
    fill_in(second, as_read)
    assert command("review", "apply", str(first), "--by", "Người thứ nhất").exit_code == 0
    assert command("review", "apply", str(second), "--by", REVIEWER).exit_code == 0
    again = command("review", "apply", str(second), "--by", "Người khác")
    assert again.exit_code == 3
    assert REVIEWER in again.output
    with open_reader(home.current) as connection:
        revised = connection.execute(
            "select first_value::varchar, latest_value::varchar, kind from revisions"
        ).fetchall()
    assert revised == [("58.5900", "58.9500", "corrected_document")]


def test_a_build_leaves_a_sheet_alone_that_somebody_fills_in(home: Settings) -> None:
    sheet = sheet_of(home)
    fill_in(sheet, lambda read, at: read if at == HEADING_ROW + 1 else None)
    before = sheet.read_bytes()
    pipeline.build_warehouse(home)
    assert sheet.read_bytes() == before
    assert reviewing.waiting(home)[0].filled == 1


REFUSED: dict[str, tuple[Callable[[str, int], str | None], str]] = {
    "one row open": (lambda read, at: None if at == HEADING_ROW + 1 else read, "1 cells are still open"),
    "all rows open": (lambda read, at: None, "cells are still open"),
    "more than all": (lambda read, at: "101", "no figure this column can have"),
    "words": (lambda read, at: "khoảng năm mươi", "no figure this column can have"),
    "a formula": (lambda read, at: "=1+1", "is a formula"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_that_cannot_be_is_refused_and_nothing_lands(home: Settings, name: str) -> None:
    answer, said = REFUSED[name]
    sheet = sheet_of(home)
    fill_in(sheet, answer)
    records = Landing(home.landing).records()
    with pytest.raises(Refused) as caught:
        reviewing.take_in(home, sheet, REVIEWER)
    assert said in caught.value.en
    assert caught.value.place.startswith(PLACE)
    assert Landing(home.landing).records() == records


def test_a_sheet_of_other_bytes_or_with_another_reading_is_refused(home: Settings, tmp_path: Path) -> None:
    def changed(at: str, old: str, new: str) -> Path:
        sheet = tmp_path / f"{at}.xlsx"
        shutil.copy(sheet_of(home), sheet)
        fill_in(sheet, as_read)
        book = load_workbook(sheet)
        page = book.worksheets[-1] if at == "A1" else book.worksheets[0]
        page[at] = str(page[at].value).replace(old, new, 1)
        book.save(sheet)
        return sheet

    with pytest.raises(Refused, match="never received"):
        reviewing.take_in(home, changed("C4", str(load_workbook(sheet_of(home)).worksheets[0]["C4"].value)[:1], "f0"),
                          REVIEWER)
    with pytest.raises(Refused, match="the reading was changed"):
        reviewing.take_in(home, changed("A1", "e", "!"), REVIEWER)
    with pytest.raises(Refused, match="does not belong to its cell"):
        reviewing.take_in(home, changed(f"G{HEADING_ROW + 1}", "58,95", "58,96"), REVIEWER)
    sheet = sheet_of(home)
    fill_in(sheet, as_read)
    with pytest.raises(Refused, match="name is needed"):
        reviewing.take_in(home, sheet, "  ")

"""The annex says what the letter said: read again by this project's own readers, nothing differs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.oxml.ns import qn

from orchestration import pipeline
from orchestration.cli import main
from orchestration.landing.records import Record
from orchestration.letters.reading import read_letter_record
from orchestration.periods import VIETNAM
from orchestration.publications.annex.comparison import comparison
from orchestration.publications.annex.files import to_docx, to_xlsx
from orchestration.publications.annex.results import results
from orchestration.publications.annex.words import Reference, reference_of
from orchestration.publications.figures import Chosen, NoSuchFigures, choose
from orchestration.publications.vietnamese import shown
from orchestration.readings import Reading
from orchestration.settings import Settings

FIXTURE = Path(__file__).parents[1] / "fixtures" / "letters" / "694-VP-NC" / "rates.csv"
CUTOFF = datetime(2023, 11, 23, 16, tzinfo=VIETNAM)
GROUPS = ("TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")


def annex(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(main, ["annex", *words], env={"CHISO766_HOME": str(settings.home)})


@pytest.fixture
def letter(loaded: Settings) -> Chosen:
    return choose(loaded.current, "H50", CUTOFF)


def read_again(payload: bytes, name: str) -> Reading:
    record = Record(kind="letter", name=name, record_id="0" * 24, received_at=CUTOFF, sha256="0" * 64,
                    size_bytes=len(payload))  # fmt: skip
    (only,) = read_letter_record(record, payload)
    return only


def rates_of_the_letter() -> dict[tuple[str, str], Decimal]:
    with FIXTURE.open(encoding="utf-8") as file:
        return {(row["unit_id"], group): Decimal(row[group]) for row in csv.DictReader(file) for group in GROUPS}


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_the_annex_of_the_letter_is_the_letter_again(loaded: Settings, tmp_path: Path, ending: str) -> None:
    done = annex(loaded, "--cutoff", "2023-11-23T16:00", "--format", ending, "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    (path,) = tmp_path.iterdir()
    found = read_again(path.read_bytes(), path.name)
    rates = {(o.unit_id, o.indicator_id): o.rate_pct for o in found.observations if o.rate_pct is not None}
    assert len(rates) == 135
    assert rates == rates_of_the_letter()
    points = {o.indicator_id: (o.score, o.max_score) for o in found.observations if o.score is not None}
    assert points == {
        "CKMB": (Decimal("12.2"), 18), "TDGQ": (Decimal("18.5"), 20), "CLGQ": (Decimal("5.8"), 12),
        "MDSH": (Decimal("15.5"), 22), "MDHL": (Decimal(18), 18),
    }  # fmt: skip
    assert (found.document_number, found.document_date) == ("694/VP-NC", date(2023, 11, 28))
    assert (found.cutoff_at, str(found.period)) == (CUTOFF, "2023")


def test_the_annex_says_it_in_the_letters_own_words(letter: Chosen) -> None:
    _, agencies, districts = results(letter)
    assert agencies.title == (
        "KẾT QUẢ ĐÁNH GIÁ CHẤT LƯỢNG GIẢI QUYẾT", "THEO CƠ CHẾ MỘT CỬA, MỘT CỬA LIÊN THÔNG",
        "CỦA CÁC CƠ QUAN, ĐƠN VỊ CẤP TỈNH NĂM 2023",
    )  # fmt: skip
    shared = ["Dịch vụ công trực tuyến (%)", "Thanh toán trực tuyến (%)", "Mức độ hài lòng (%)", "Số hóa hồ sơ (%)"]
    head = ["STT", "Tên cơ quan/ đơn vị"]
    assert [c.heading for c in agencies.columns] == [*head, "Tiến độ giải quyết đúng hạn (%)", *shared]
    assert [c.heading for c in districts.columns] == [*head, "Tiến độ giải quyết (%)", *shared]
    assert shown(agencies.rows[0][3], "number", agencies.columns[3].places) == "35"  # its own digits


def test_the_warehouse_knows_its_own_annex(settings: Settings, tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "examples"
    pipeline.land_archive(settings, examples)
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    assert annex(settings, "--cutoff", "2023-11-23", "--out", str(tmp_path / "annex")).exit_code == 0
    arrived = pipeline.land_letters(settings, [tmp_path / "annex"])
    assert len(arrived.new) == 2
    again = pipeline.build_warehouse(settings)
    assert not again.refusals
    assert [loaded.status for _, loaded in again.loaded] == ["same_as", "same_as"]


def test_a_portal_annex_compares_with_the_cutoff_before(loaded: Settings) -> None:
    chosen = choose(loaded.current, "H50")
    (scores,), (changes,) = results(chosen), comparison(chosen)
    assert scores.rows[0] == (1, "Tổng điểm", Decimal("61.4"), 100, "22/34")
    assert [shown(v, c.kind, c.places) for v, c in zip(changes.rows[0], changes.columns, strict=True)] == [
        "1", "Tổng điểm", "60,99", "61,40", "+0,41", "21", "22", "−1",
    ]  # fmt: skip
    assert "* Lần chốt trước: 14h ngày 04/10/2026." in changes.notes[1]
    assert any("tạm tính" in note for note in changes.notes)


def test_units_of_the_portal_stand_by_rank_with_ties_shared(loaded: Settings) -> None:
    chosen = choose(loaded.current, "H21", date(2026, 10, 4))
    _, agencies, communes = results(chosen)
    assert (len(agencies.rows), len(communes.rows)) == (14, 135)
    ranks = [row[-1] for row in communes.rows]
    assert ranks == sorted(ranks, key=lambda rank: (rank is None, rank))
    totals = [row[2] for row in communes.rows if row[-1] is not None]
    assert totals == sorted(totals, reverse=True)


def test_the_first_cutoff_of_a_period_has_no_comparison(loaded: Settings, letter: Chosen, tmp_path: Path) -> None:
    assert comparison(letter) == []
    done = annex(loaded, "--cutoff", "2023-11-23", "--out", str(tmp_path))
    assert "Không có lần chốt trước" in done.stderr
    assert not list(tmp_path.glob("*so-sanh*"))


def test_an_unknown_cutoff_is_answered_with_those_there_are(loaded: Settings) -> None:
    done = annex(loaded, "--cutoff", "2022-01-01")
    assert done.exit_code == 2
    assert "2023-11-23T16:00" in done.stderr
    with pytest.raises(NoSuchFigures):
        choose(loaded.current, "H99")


def test_headings_repeat_and_rows_stay_whole(letter: Chosen) -> None:
    document = Document(io.BytesIO(to_docx(results(letter), reference_of(letter), "t")))
    assert len(document.tables) == len(document.sections) == 3
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        grid = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid]
        assert grid == [cell.width.twips for cell in table.rows[-1].cells]
        assert sum(grid) <= 9360  # 165 mm
    starts = [one._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for one in document.sections]
    assert starts == ["1", "1", "1"]
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == "Times New Roman"


def test_unknown_number_and_date_are_fields_to_fill(letter: Chosen) -> None:
    draft = to_docx(results(letter), Reference("Văn phòng UBND tỉnh Quảng Trị"), "t")
    document = Document(io.BytesIO(draft))
    fields = list(document.element.body.iter(qn("w:sdt")))
    assert len(fields) == 6
    for field, text in zip(fields, ["12/VP-NC", "ngày 30 tháng 11 năm 2023"] * 3, strict=True):
        next(field.iter(qn("w:t"))).text = text
    filled = io.BytesIO()
    document.save(filled)
    found = read_again(filled.getvalue(), "filled.docx")
    assert (found.document_number, found.document_date) == ("12/VP-NC", date(2023, 11, 30))
    assert len(found.observations) == 140


def test_a_workbook_holds_numbers_and_no_formula(letter: Chosen) -> None:
    hostile = "=HYPERLINK(\"http://x\")"
    tables = results(letter)
    rows = ((1, hostile, *tables[1].rows[0][2:]), *tables[1].rows[1:])
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([type(tables[1])(tables[1].columns, rows)],
                                                     reference_of(letter), "t")))  # fmt: skip
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    assert cells[hostile].data_type == "s"
    assert cells[hostile].quotePrefix
    assert cells[94.22].number_format == "0.00"
    assert book.active.print_title_rows == "$4:$4"
    assert not [cell for cell in cells.values() if cell.data_type == "f"]


def test_the_same_figures_are_the_same_bytes(letter: Chosen) -> None:
    def parts(payload: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(payload)) as package:
            return {name: package.read(name) for name in package.namelist()}

    for make in (to_docx, to_xlsx):
        first, second = (parts(make(results(letter), reference_of(letter), "t")) for _ in range(2))
        first.pop("docProps/core.xml"), second.pop("docProps/core.xml")
        assert first == second


@pytest.mark.parametrize("number", ["../../etc", "<script>", "694", "=1+1/VP"])
def test_a_number_that_is_none_is_refused(loaded: Settings, number: str) -> None:
    done = annex(loaded, "--number", number)
    assert done.exit_code == 2
    assert "694/VP-NC" in done.stderr

"""The report tells the published figures, on one page, and in a chat message that is never cut in a list."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli import main
from orchestration.publications.figures import choose
from orchestration.publications.pdf import to_pdf
from orchestration.publications.report.content import Report, Section, report_of
from orchestration.publications.report.figures import report_figures
from orchestration.publications.report.files import CHAT_CHARACTERS, to_docx, to_markdown, to_text
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader
from tests.integration.invented import reading, value, warehouse


def run(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(main, ["report", *words], env={"CHISO766_HOME": str(settings.home)})


def made(settings: Settings, province: str, day: date | None = None) -> Report:
    return report_of(report_figures(settings.current, choose(settings.current, province, day)))


def lines_of(report: Report, title: str) -> tuple[str, ...]:
    return next(section.lines for section in report.sections if section.title.startswith(title))


def test_the_province_at_its_newest_cutoff(loaded: Settings) -> None:
    report = made(loaded, "H50")
    assert report.headline == (
        "Tổng điểm tạm tính 61,40/100 lúc 14h ngày 05/10/2026, hạng 22/34; tăng 0,41, xuống 1 bậc so với lần chốt "
        "14h ngày 04/10/2026."
    )
    assert lines_of(report, "Điều gì đã thay đổi") == (
        "Mức độ hài lòng: tăng 0,42, nay 10,66/18, hạng 17/34, lên 6 bậc",
        "Số hóa hồ sơ: giảm 0,01, nay 10,06/22, hạng 6/34",
    )
    assert lines_of(report, "Cần ưu tiên")[0] == "Số hóa hồ sơ: còn thiếu 11,94 điểm (10,06/22)"
    assert lines_of(report, "Diễn biến") == (
        "60,77 (17/09) → 60,88 (27/09) → 60,85 (02/10) → 60,99 (04/10) → 61,40 (05/10)",
        "Tăng 2 lần chốt liền, từ 02/10/2026: +0,55 điểm",
    )
    assert "Số liệu tạm tính: năm 2026 chưa kết thúc." in report.notes


def test_what_it_tells_is_in_the_warehouse(loaded: Settings) -> None:
    figures = report_figures(loaded.current, choose(loaded.current, "H21"))
    with open_reader(loaded.current) as connection:
        moved = connection.execute(
            "select indicator_id, delta from trends_by_cutoff where unit_id = 'H21' and scope_unit_id = 'VN' "
            "and indicator_id <> 'TOTAL' qualify cutoff_at = max(cutoff_at) over ()"
        ).fetchall()
        lowest = connection.execute(
            "select unit_name from trends_by_cutoff where scope_unit_id = 'H21' and level = 'commune' "
            "order by value limit 5"
        ).fetchall()
    assert {one.indicator_id: one.delta for one in figures.groups} == dict(moved)
    assert [one.unit_name for one in figures.lowest if one.level == "commune"] == [name for (name,) in lowest]
    assert figures.total is not None
    assert figures.total.gap == Decimal("34.43")


def test_units_known_at_an_older_cutoff_say_so(loaded: Settings) -> None:
    report = made(loaded, "H21")
    titles = [section.title for section in report.sections]
    assert "Sở, ban, ngành thấp nhất, chốt 14h ngày 04/10/2026" in titles
    assert lines_of(report, "Sở, ban, ngành thấp nhất")[0] == "Thanh tra tỉnh: 19,79, hạng 14/14"


def test_a_letter_without_totals_tells_the_lowest_of_each_group(loaded: Settings) -> None:
    report = made(loaded, "H50", date(2023, 11, 23))
    assert report.headline == "Số liệu chốt 16h ngày 23/11/2023; nguồn không công bố tổng điểm."
    assert lines_of(report, "Sở, ban, ngành thấp nhất từng nhóm")[2] == (
        "Thanh toán trực tuyến: 0,00 % (Ban Dân tộc, Sở Ngoại vụ, Sở Tài chính)"
    )
    # all districts stand at 100: none of them is lowest
    assert not any("hài lòng" in line for line in lines_of(report, "Huyện, thị xã, thành phố thấp nhất từng nhóm"))
    assert not any(section.title.startswith("Điều gì") for section in report.sections)


@pytest.mark.parametrize("province", ["H50", "H21"])
def test_it_is_one_page(loaded: Settings, province: str) -> None:
    document = pypdfium2.PdfDocument(to_pdf(to_docx(made(loaded, province))))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Diễn biến tổng điểm" in text


def test_a_full_report_is_one_page_too(loaded: Settings) -> None:
    full = made(loaded, "H21")
    widest = lines_of(full, "Cần ưu tiên")
    advice = ("Hồ sơ xử lý trước hạn, đúng hạn: còn thiếu 4,00 điểm: 5 hồ sơ nữa đạt thì được thêm 1 điểm; hoặc "
                   "34 hồ sơ mới đều đạt")  # fmt: skip
    doubt = ("Nhóm «Cung cấp dịch vụ công trực tuyến» nhảy từ 8,90 đến 7,00 trong khi các nhóm khác đứng yên: nghi "
             "nguồn đổi số liệu, chưa nên coi là tiến bộ hay sa sút.")  # fmt: skip
    sections = [Section("Cần xem lại trước khi dùng", (doubt, doubt)), *(
        replace(one, lines=(*widest, advice, advice, advice)) if one.title.startswith("Cần ưu tiên") else one
        for one in full.sections
    )]  # fmt: skip
    document = pypdfium2.PdfDocument(to_pdf(to_docx(replace(full, sections=tuple(sections)))))
    pages = len(document)
    document.close()
    assert pages == 1


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=90)
sections = st.builds(Section, words, st.lists(words, min_size=1, max_size=25).map(tuple))


notes = st.lists(words, max_size=3).map(tuple)


@given(st.builds(Report, words, words, st.lists(sections, max_size=8).map(tuple), notes))
def test_a_chat_message_is_short_and_every_list_whole(report: Report) -> None:
    text = to_text(report)
    assert len(text) < CHAT_CHARACTERS
    whole = [
        f"{section.title}:\n" + "\n".join(f"- {line}" for line in section.lines) in text
        for section in report.sections
    ]
    assert whole == sorted(whole, reverse=True)  # the first ones are kept
    if text.startswith(report.title.upper()):
        for section, is_whole in zip(report.sections, whole, strict=True):
            assert is_whole or section.title in text.partition("Xem thêm trong báo cáo đầy đủ: ")[2]


def test_names_cannot_become_markup() -> None:
    report = Report("T", "H", (Section("<script>alert(1)</script>", ("[x](javascript:1) *b* | # h",)),), ())
    text = to_markdown(report)
    assert "<script" not in text.replace("\\<script", "")
    assert "\\[x\\](javascript:1) \\*b\\* \\| \\# h" in text


def test_the_docx_has_no_picture_and_no_link(loaded: Settings) -> None:
    document = Document(io.BytesIO(to_docx(made(loaded, "H50"))))
    assert not document.inline_shapes
    assert "Cần ưu tiên" in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.tables[0].cell(1, 1).text == "61,40"


def test_the_command_writes_and_prints(loaded: Settings, tmp_path: Path) -> None:
    done = run(loaded, "--format", "txt,md", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert {path.suffix for path in tmp_path.iterdir()} == {".txt", ".md"}
    (text,) = tmp_path.glob("*.txt")
    assert text.read_text(encoding="utf-8") in done.stdout
    assert json.loads(run(loaded, "--json", "--format", "txt", "--out", str(tmp_path)).stdout)["files"] == [str(text)]
    assert run(loaded, "--format", "exe").exit_code == 2
    assert run(loaded, "--province", "H99").exit_code == 2


def test_advice_doubts_and_streaks_come_from_the_relations(tmp_path: Path) -> None:
    few = {"numerator": "80", "denominator": "100"}
    values = {
        "TOTAL": "60", "CKMB": "8", "CLGQ": "9", "TTTT": "7", "MDHL": "10", "MDSH": "10",
        "TDGQ": value("TDGQ", "16", max_score="20"),
        "ON_TIME_DOSSIERS": value("ON_TIME_DOSSIERS", "16", max_score="20", **few),
    }  # fmt: skip
    before, between = ({**values, "TOTAL": total} for total in ("58", "59"))
    readings = [reading(day, {"H50": held, "H01": held})
                for day, held in (("2026-10-03", before), ("2026-10-04", between), ("2026-10-05", values))]  # fmt: skip
    warehouse(tmp_path, *readings).close()
    current = tmp_path / "invented.duckdb"
    report = report_of(report_figures(current, choose(current, "H50")))
    advised = [line for line in lines_of(report, "Cần ưu tiên") if "hồ sơ" in line and "nữa" in line]
    assert advised == [
        "Hồ sơ xử lý trước hạn, đúng hạn: còn thiếu 4,00 điểm: 5 hồ sơ nữa đạt «Hồ sơ xử lý trước hạn, đúng hạn» thì "
        "được thêm 1 điểm; hoặc 34 hồ sơ mới đều đạt"
    ]
    assert lines_of(report, "Diễn biến")[1] == "Tăng 2 lần chốt liền, từ 03/10/2026: +2,00 điểm"

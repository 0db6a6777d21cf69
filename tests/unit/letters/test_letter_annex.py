"""Annex tables: headings, rows, units, cells, in the layouts that letters have."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from letter_samples import CUTOFF, HEAD, HEADING, letter, reading, readings, rules, table, values
from openpyxl import Workbook

from orchestration.letters.columns import read_layout
from orchestration.readings import Observation, Reading, Refused

TU_PHAP, Y_TE, TAI_CHINH = "H50~so-tu-phap", "H50~so-y-te", "H50~so-tai-chinh"


def rates(of: Reading, indicator_id: str) -> dict[str, Decimal | None]:
    return {unit: observation.rate_pct for unit, observation in values(of, indicator_id).items()}


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as refused:
        readings(text)
    return refused.value


def test_a_plain_table() -> None:
    found = reading(letter("1\tSở Tư pháp\t94,22\t100%", "2\tSở Y tế\t82,41\t0"))
    assert rates(found, "TDGQ") == {TU_PHAP: Decimal("94.22"), Y_TE: Decimal("82.41")}
    assert rates(found, "MDSH") == {TU_PHAP: Decimal(100), Y_TE: Decimal(0)}


@pytest.mark.parametrize("blank", ["", "-", "–"])
def test_a_missing_figure_is_kept_as_missing(blank: str) -> None:
    found = values(reading(letter(f"1\tSở Tư pháp\t{blank}\t3", "2\tSở Y tế\t1\t2")), "TDGQ")[TU_PHAP]
    assert found == Observation(
        "TDGQ", TU_PHAP, quality_flag="missing_at_source", locator="bảng 1, dòng {row}, cột 3", row=1,
        raw_text=blank,
    )


def test_points_with_their_maxima_in_the_heading_or_in_the_cell() -> None:
    heading = "TT\tĐơn vị\tTiến độ giải quyết (20 điểm)\tMức độ hài lòng (điểm tối đa 18)\tTổng điểm"
    found = reading(letter("1\tSở Tư pháp\t18,5\t17,25\t70/90", heading=heading))
    points = {o.indicator_id: (o.score, o.max_score, o.rate_pct, o.raw_text) for o in found.observations}
    assert points == {
        "TDGQ": (Decimal("18.5"), Decimal(20), None, "18,5"),
        "MDHL": (Decimal("17.25"), Decimal(18), None, "17,25"),
        "TOTAL": (Decimal(70), Decimal(90), None, "70/90"),
    }


def test_a_heading_of_two_rows_gives_points_maximum_and_rate_of_one_indicator() -> None:
    found = reading(letter(
        "STT\tCơ quan\tĐiểm\tĐiểm tối đa\tTỷ lệ (%)\tTỷ lệ (%)", "(1)\t(2)\t(3)\t(4)\t(5)\t(6)",
        "1\tSở Tư pháp\t18,5\t20\t92,5\t99,08",
        heading="STT\tCơ quan\tTiến độ giải quyết\tTiến độ giải quyết\tTiến độ giải quyết\tSố hóa hồ sơ",
    ))
    assert found.observations == [
        Observation("TDGQ", TU_PHAP, score=Decimal("18.5"), max_score=Decimal(20), rate_pct=Decimal("92.5"),
                    locator="bảng 1, dòng {row}, cột 3 và 4 và 5", row=1, raw_text="18,5 | 20 | 92,5"),
        Observation("MDSH", TU_PHAP, rate_pct=Decimal("99.08"), locator="bảng 1, dòng {row}, cột 6", row=1,
                    raw_text="99,08"),
    ]


def test_sections_totals_and_repeated_headings_are_no_units() -> None:
    found = reading(letter(
        "I\tCác sở, ban, ngành\t90,5\t91", "1\tSở Tư pháp\t94,22\t1", "2\tSở Y tế\t82,41\t2", HEADING,
        "3\tSở Tài chính\t1\t3", "Tổng cộng\tTổng cộng\t59\t2", "II\tUBND cấp huyện\t\t",
        "1\tUBND huyện Gio Linh\t5\t6", "\tTrung bình chung\t5\t6",
    ))
    assert [(unit, o.row) for unit, o in values(found, "MDSH").items()] == [
        (TU_PHAP, 1), (Y_TE, 2), (TAI_CHINH, 3), ("H50~huyen-gio-linh", 4)]
    assert rules(found).count("summary_row_not_loaded") == 3
    assert "annex_level_differs" not in rules(found)


def test_a_table_cut_by_a_page_is_one_table() -> None:
    pages = ("1\tSở Tư pháp\t1\t2", "2\tSở Y tế\t3\t4", "\n- 2 -\n", HEADING, "3\tSở Tài chính\t5\t6")
    found = reading(letter(*pages))
    assert {o.locator.format(row=o.row) for o in values(found, "TDGQ").values()} == {
        "bảng 1, dòng 1, cột 3", "bảng 1, dòng 2, cột 3", "bảng 1, dòng 3, cột 3"}


def test_a_table_that_goes_on_without_its_heading_keeps_its_columns() -> None:
    found = reading(letter("1\tSở Tư pháp\t1\t2", "", "UBND cấp huyện", "", "1\tUBND huyện Gio Linh\t3\t4"))
    assert rates(found, "TDGQ") == {TU_PHAP: Decimal(1), "H50~huyen-gio-linh": Decimal(3)}
    assert values(found, "TDGQ")["H50~huyen-gio-linh"].locator == "bảng 2, dòng {row}, cột 3"


def test_a_table_that_goes_on_must_count_on() -> None:
    """A row lost between two pages shows in the numbers, with the heading printed again or without."""
    found = refusal(letter("1\tSở Tư pháp\t1\t2", "", "Trang sau", "", "3\tSở Tài chính\t3\t4"))
    assert found.place.startswith("bảng 2, dòng 1")
    assert "should be number 2 but says «3»" in found.en


def test_title_and_note_rows_inside_the_table_are_words() -> None:
    found = readings(HEAD + "| | | | |\n" + "\n".join(f"| {line} |" for line in (
        "KẾT QUẢ NĂM 2024 | KẾT QUẢ NĂM 2024 | KẾT QUẢ NĂM 2024 | KẾT QUẢ NĂM 2024",
        "STT | Đơn vị | Tiến độ giải quyết (%) | Số hóa hồ sơ (%)", "1 | Sở Tư pháp | 94,22 | 1",
        f"{CUTOFF} | | |",
    )) + "\n")
    assert len(found) == 1
    assert found[0].cutoff_at.isoformat() == "2024-08-30T16:00:00+07:00"
    assert rates(found[0], "MDSH") == {TU_PHAP: Decimal(1)}


def test_two_cutoffs_make_two_readings() -> None:
    second = "UBND CẤP HUYỆN NĂM 2024\n\n" + HEADING + "\n1\tUBND huyện Gio Linh\t5\t6\n\n"
    early, late = readings(letter("1\tSở Tư pháp\t1\t2") + second + CUTOFF.replace("16h", "17h"))
    assert (early.cutoff_at.hour, late.cutoff_at.hour) == (16, 17)
    assert rates(early, "TDGQ") == {TU_PHAP: Decimal(1)}
    assert rates(late, "TDGQ") == {
        "H50~huyen-gio-linh": Decimal(5)}
    assert early.document_number == late.document_number == "12/VP-NC"


def test_footnote_marks_on_names_and_figures() -> None:
    found = reading(letter("1\tSở Tư pháp (*)\t94,22*\t1", cutoff=CUTOFF + "\n\n* Số liệu tạm tính."))
    assert values(found, "TDGQ")[TU_PHAP].rate_pct == Decimal("94.22")
    assert values(found, "TDGQ")[TU_PHAP].quality_flag == "footnote"
    assert "figure_with_footnote" in rules(found)


def test_a_rank_and_a_remark_are_left_aside() -> None:
    found = reading(letter("1\tSở Tư pháp\t94,22\t3\tTốt",
                           heading="STT\tĐơn vị\tTiến độ giải quyết (%)\tXếp hạng\tGhi chú"))
    assert [o.indicator_id for o in found.observations] == ["TDGQ"]


def test_the_rank_beside_each_group_is_left_aside() -> None:
    found = reading(letter(
        "STT\tĐơn vị\tTỷ lệ (%)\tXếp hạng\tTỷ lệ (%)\tThứ hạng", "1\tSở Tư pháp\t94,22\t3\t90\t1",
        heading="STT\tĐơn vị\tTiến độ giải quyết\tTiến độ giải quyết\tSố hóa hồ sơ\tSố hóa hồ sơ",
    ))
    assert [(o.indicator_id, o.rate_pct) for o in found.observations] == [
        ("TDGQ", Decimal("94.22")), ("MDSH", Decimal(90))]


@pytest.mark.parametrize("name", [
    "Cộng (I)", "Tổng cộng (I+II)", "Toàn tỉnh Quảng Trị", "Điểm trung bình", "Bình quân các sở, ban, ngành",
])
def test_a_row_that_sums_up_is_no_unit_however_it_is_called(name: str) -> None:
    found = reading(letter("1\tSở Tư pháp\t94,22\t1", f"\t{name}\t94,22\t1"))
    assert rates(found, "TDGQ") == {TU_PHAP: Decimal("94.22")}
    assert "summary_row_not_loaded" in rules(found)


def test_shares_of_one_in_a_spreadsheet_are_refused_unless_they_carry_their_sign() -> None:
    def sheet(*figures: str) -> bytes:
        book = Workbook()
        rows = [f"1\tSở Tư pháp\t{figures[0]}\t{figures[1]}", f"2\tSở Y tế\t{figures[2]}\t{figures[3]}"]
        for line in letter(*rows).splitlines():
            book.active.append(line.split("\t"))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    with pytest.raises(Refused, match="perhaps they are shares") as refused:
        readings(sheet("0.9422", "0.5", "1", "0"))
    assert refused.value.place == "bảng 1"
    for figures in (("0,94%", "0,5%", "1%", "0%"), ("0,94", "0", "0", "0"), ("0,9", "0,5", "2", "0")):
        found = rates(reading(sheet(*figures)), "TDGQ")[TU_PHAP]
        assert found == Decimal(figures[0].rstrip("%").replace(",", "."))


def test_a_column_with_figures_and_no_heading_is_named_as_such() -> None:
    found = refusal(letter("1\tSở Tư pháp\t94,22\t1", heading="STT\tĐơn vị\tTiến độ giải quyết (%)\t"))
    assert (found.place, "no heading" in found.en) == ("bảng 1, cột 4", True)


def test_points_out_of_more_than_the_group_has_are_told_and_not_loaded() -> None:
    heading = "STT\tĐơn vị\tDịch vụ công trực tuyến (22 điểm)\tMức độ hài lòng (%)"
    found = reading(letter("1\tSở Tư pháp\t15,5\t90", heading=heading))
    assert [o.indicator_id for o in found.observations] == ["MDHL"]
    (note,) = [note for note in found.notes if note.rule == "maximum_above_group"]
    assert note.severity == "error"
    assert note.indicator_id == "CLGQ"


def test_the_unit_of_a_whole_table_may_stand_in_its_caption() -> None:
    text = letter("1\tSở Tư pháp\t94,22\t1", heading="STT\tĐơn vị\tTiến độ giải quyết\tSố hóa hồ sơ",
                  caption="PHỤ LỤC\nKẾT QUẢ NĂM 2024\n(Đơn vị tính: %)")
    assert rates(reading(text), "TDGQ") == {TU_PHAP: Decimal("94.22")}
    assert "điểm" in refusal(text.replace("(Đơn vị tính: %)", "")).vi


@pytest.mark.parametrize(("rows", "place", "said"), [
    (["1\tSở Tư pháp\t94,22"], "bảng 1, dòng 1", "3 ô"),
    (["1\tSở Tư pháp\t94,22\t1\t"], "bảng 1, dòng 1", "5 ô"),
    (["1\tSở Tư pháp\t1.500,5\t1"], "bảng 1, dòng 1", "«1.500,5»"),
    (["1\tSở Tư pháp\tÐ35\t1"], "bảng 1, dòng 1", "«Ð35»"),
    (["1\tSở Tư pháp\t12,2/18\t1"], "bảng 1, dòng 1", "tính bằng %"),
    (["1\tSở Tư pháp\t1\t2", "3\tSở Y tế\t1\t2"], "bảng 1, dòng 2", "phải là 2"),
    (["2\tSở Y tế\t1\t2"], "bảng 1, dòng 1", "phải là 1"),
    (["\tSở Y tế\t1\t2"], "bảng 1, dòng 1", "phải là 1"),
    (["1\tSở Tư pháp\t1\t2", "2\tSở Tư pháp\t1\t2"], "bảng 1, dòng 2", "đã có"),
    (["1\tSở Tư pháp\t1\t2", "2\tCục Kỳ lạ\t1\t2"], "bảng 1, dòng 2", "unit_aliases.csv"),
    (["1\tUBND phường Đông Hà\t1\t2"], "bảng 1, dòng 1", "Không nhận ra"),  # a commune of 2025
])
def test_what_stops_a_letter_and_where(rows: list[str], place: str, said: str) -> None:
    refused = refusal(letter(*rows))
    assert refused.place.startswith(place)
    assert said in refused.vi


def test_a_misread_name_and_a_misread_heading_are_understood_and_the_name_is_told() -> None:
    heading = "ST\tTen co quan\tTiên đô giải quyêt (%)\tSô hoá hô sơ (%)"
    found = reading(letter("1\tSở Giáo dqc và Đào tao\t94,22\t1", heading=heading))
    unit = "H50~so-giao-duc-va-dao-tao"
    assert rates(found, "TDGQ") == {unit: Decimal("94.22")}
    assert rates(found, "MDSH") == {unit: Decimal(1)}
    (note,) = [note for note in found.notes if note.rule == "name_matched_loosely"]
    assert note.unit_id == unit
    assert "«Sở Giáo dqc và Đào tao»" in note.vi
    assert "«Sở Giáo dục và Đào tạo»" in note.vi


def test_every_unknown_name_is_named_at_once() -> None:
    refused = refusal(letter("1\tCục Kỳ lạ\t1\t2", "2\tSở Y tế\t1\t2", "3\tChi cục Mới\t1\t2"))
    assert "«Cục Kỳ lạ»" in refused.vi
    assert "«Chi cục Mới»" in refused.vi
    assert "Sở Y tế" not in refused.vi


def test_a_unit_with_two_values_for_one_cutoff_is_refused() -> None:
    again = f"PHỤ LỤC 2 NĂM 2024\n\n{HEADING}\n1\tSở Tư pháp\t1\t3\n\n{CUTOFF}"
    assert "hai giá trị" in refusal(letter("1\tSở Tư pháp\t1\t2") + again).vi


@pytest.mark.parametrize(("heading", "place"), [
    ("STT\tĐơn vị\tTiến độ giải quyết (%)\tChỉ số lạ (%)", "bảng 1, cột 4"),
    ("STT\tĐơn vị\tTiến độ giải quyết (%)\t", "bảng 1, cột 4"),
    ("STT\tĐơn vị\tSố hóa hồ sơ (%)\tSố hoá hồ sơ (%)", "bảng 1, cột 4"),
])
def test_a_column_nobody_knows_or_that_comes_twice(heading: str, place: str) -> None:
    assert refusal(letter("1\tSở Tư pháp\t1\t2", heading=heading)).place == place


def test_a_table_of_other_things_is_no_annex() -> None:
    assert read_layout(table("STT | Nội dung | Số tiền (đồng)", "1 | Mua máy | 1.500.000"), "bảng 1") is None
    found = reading(letter("1\tSở Tư pháp\t94,22\t1")
                    + "\n\nSTT\tNội dung\tSố tiền\n1\tMua máy\t1.500.000\n\n")
    assert "table_not_read" in rules(found)
    assert len(found.observations) == 2

"""The province's own points, in sentences, lists and tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from letter_samples import HEAD, paragraphs, reading, readings, rules

from orchestration.letters.grammar.scores import find_points
from orchestration.readings import Refused

TAIL = "\n\nSố liệu chốt lúc 16h ngày 30/8/2024, năm 2024.\n"


def points(body: str) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {o.indicator_id: (o.score, o.max_score) for o in reading(HEAD + body + TAIL).observations}


def test_a_list() -> None:
    assert points("- Chỉ số Công khai minh bạch: 12,2/18 điểm\n- Số hóa hồ sơ: 15,5/22 điểm") == {
        "CKMB": (Decimal("12.2"), Decimal(18)), "MDSH": (Decimal("15.5"), Decimal(22))}


def test_a_sentence() -> None:
    said = "Công khai minh bạch đạt 12,2/18 điểm; Mức độ hài lòng là 18/18 điểm, Tổng điểm: 70/90 điểm."
    assert points(said) == {
        "CKMB": (Decimal("12.2"), Decimal(18)), "MDHL": (Decimal(18), Decimal(18)),
        "TOTAL": (Decimal(70), Decimal(90))}


def test_a_list_that_runs_on_from_its_introduction() -> None:
    body = "Văn phòng công khai kết quả, cụ thể: Công khai minh bạch: 12,2/18 điểm; số hóa hồ sơ: 15/22 điểm."
    assert points(body) == {"CKMB": (Decimal("12.2"), Decimal(18)), "MDSH": (Decimal(15), Decimal(22))}


def test_a_table() -> None:
    table = "STT\tNhóm chỉ số\tĐiểm tối đa\tĐiểm đạt\n" + "\n".join((
        "1\tCông khai minh bạch\t18\t12,2", "2\tTiến độ giải quyết\t20\t18,5",
        "3\tThanh toán trực tuyến\t10\t-", "4\tMức độ hài lòng\t18\t0", "\tTổng cộng\t66\t30,7"))
    assert points(table) == {
        "CKMB": (Decimal("12.2"), Decimal(18)), "TDGQ": (Decimal("18.5"), Decimal(20)),
        "MDHL": (Decimal(0), Decimal(18)), "TOTAL": (Decimal("30.7"), Decimal(66))}


def test_groups_that_are_missing_are_told_with_what_the_rest_adds_up_to() -> None:
    found = reading(HEAD + "- Công khai minh bạch: 12,2/18 điểm\n- Tiến độ giải quyết: 18/20 điểm" + TAIL)
    absent = [note for note in found.notes if note.rule == "group_not_published"]
    assert {note.indicator_id for note in absent} == {"CLGQ", "TTTT", "MDHL", "MDSH"}
    assert all("tối đa 38" in note.vi for note in absent)


def test_two_groups_published_as_one_are_not_loaded_under_one_name() -> None:
    body = "- Công khai minh bạch: 12/18 điểm\n- Dịch vụ công trực tuyến: 15,5/22 điểm"
    found = reading(HEAD + body + TAIL)
    assert [o.indicator_id for o in found.observations] == ["CKMB"]
    assert "maximum_above_group" in rules(found)
    absent = {note.indicator_id for note in found.notes if note.rule == "group_not_published"}
    assert "CLGQ" not in {note.indicator_id for note in found.notes if note.rule == "group_not_published"}
    assert absent == {"TDGQ", "MDHL", "MDSH"}  # neither of the two is said to be missing


def test_a_letter_of_five_groups_loads_the_four_that_stand_alone() -> None:
    body = "\n".join((
        "- Công khai minh bạch: 12/18 điểm", "- Tiến độ giải quyết: 18/20 điểm", "- Dịch vụ trực tuyến: 15,5/22 điểm",
        "- Mức độ hài lòng: 17/18 điểm", "- Số hóa hồ sơ: 20/22 điểm", "- Tổng điểm: 82,5/100 điểm",
    ))
    found = reading(HEAD + body + TAIL)
    assert {o.indicator_id: o.max_score for o in found.observations} == {
        "CKMB": 18, "TDGQ": 20, "MDHL": 18, "MDSH": 22, "TOTAL": 100,
    }
    (note,) = [note for note in found.notes if note.rule == "maximum_above_group"]
    assert "Cung cấp dịch vụ công trực tuyến + Thanh toán trực tuyến" in note.vi
    assert "group_not_published" not in rules(found)


def test_online_service_without_its_joint_maximum_is_nobodys() -> None:
    with pytest.raises(Refused, match="no known indicator"):
        reading(HEAD + "- Công khai minh bạch: 12/18 điểm\n- Dịch vụ trực tuyến: 9,5/12 điểm" + TAIL)


def test_points_of_units_in_the_text_are_told_and_not_loaded() -> None:
    found = reading(HEAD + "- Công khai minh bạch: 12/18 điểm\n- Sở Y tế: 80/100 điểm" + TAIL)
    assert [o.indicator_id for o in found.observations] == ["CKMB"]
    assert "points_not_loaded" in rules(found)


def test_a_letter_of_which_nothing_can_be_loaded_is_refused() -> None:
    with pytest.raises(Refused, match="No value of the letter"):
        readings(HEAD + "- Dịch vụ công trực tuyến: 15,5/22 điểm" + TAIL)


@pytest.mark.parametrize(("body", "said"), [
    ("- Công khai minh bạch: 19/18 điểm", "vượt mức tối đa 18"),
    ("- Công khai minh bạch: 12/18 điểm\n- Nhóm lạ hoắc: 5/10 điểm", "indicator_labels.csv"),
    ("- Công khai minh bạch: 12/18 điểm\n- Công khai, minh bạch: 13/18 điểm", "hai giá trị"),
    ("- Công khai minh bạch: 1.2.3/18 điểm", "Không đọc được"),
])
def test_points_that_stop_a_letter(body: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        readings(HEAD + body + TAIL)
    assert said in refused.value.vi
    assert refused.value.place.startswith("dòng 1")


@pytest.mark.parametrize("text", [
    "Quyết định số 766/QĐ-TTg ngày 23/6/2022", "Có 14/16 đơn vị đạt", "ngày 06/11/2023", "Tỷ lệ 94,22%",
    "Thông tư 01/2020/TT-VPCP", "16h ngày 23/11/2023",
])
def test_other_slashes_are_no_points(text: str) -> None:
    assert find_points(paragraphs(text)) == []

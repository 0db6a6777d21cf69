"""The one complete real letter, value for value."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from letter_samples import FIGURES_694, RECEIVED_AT, rates_694, reading, record_of, rules, text_694, values

from orchestration.letters.reading import read_letter_record
from orchestration.periods import period_of
from orchestration.readings import Reading

COLUMN_OF = {"TDGQ": 3, "CLGQ": 4, "TTTT": 5, "MDHL": 6, "MDSH": 7}
HANOI = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def real() -> Reading:
    return reading(text_694())


def test_its_140_values_and_no_more(real: Reading) -> None:
    assert len(real.observations) == 140
    assert len(rates_694()) == 135


@pytest.mark.parametrize(("table", "row", "unit_id", "indicator_id", "rate"), rates_694())
def test_each_rate_its_place_and_its_text(
    real: Reading, table: str, row: int, unit_id: str, indicator_id: str, rate: Decimal
) -> None:
    found = values(real, indicator_id)[unit_id]
    assert (found.rate_pct, found.score, found.max_score) == (rate, None, None)
    assert found.locator.format(row=found.row) == f"bảng {table}, dòng {row}, cột {COLUMN_OF[indicator_id]}"
    written = "100%" if (table, indicator_id) == ("2", "MDHL") else str(rate).replace(".", ",")
    assert found.raw_text == (None if written == str(rate) else written)


def test_the_province_s_five_scores_with_their_maxima(real: Reading) -> None:
    with (FIGURES_694 / "scores.csv").open(encoding="utf-8") as file:
        expected = {line["indicator_id"]: line for line in csv.DictReader(file)}
    found = {o.indicator_id: o for o in real.observations if o.unit_id == "H50"}
    assert found.keys() == expected.keys() == {"CKMB", "TDGQ", "CLGQ", "MDSH", "MDHL"}
    for indicator_id, line in expected.items():
        assert found[indicator_id].score == Decimal(line["score"])
        assert found[indicator_id].max_score == Decimal(line["max_score"])
        assert found[indicator_id].rate_pct is None
    assert found["CKMB"].raw_text == "12,2/18 điểm"
    assert sum(o.max_score or 0 for o in found.values()) == 90


def test_a_real_zero_is_zero(real: Reading) -> None:
    zero = values(real, "TTTT")["H50~so-tai-chinh"]
    assert zero.rate_pct == Decimal(0)
    assert zero.raw_text is None
    assert zero.quality_flag is None


def test_cutoff_period_and_document(real: Reading) -> None:
    assert real.cutoff_at == datetime(2023, 11, 23, 16, tzinfo=HANOI)
    assert real.period == period_of("year", 2023)
    assert real.document_number == "694/VP-NC"
    assert real.document_date == date(2023, 11, 28)
    assert real.document_subject == (
        "V/v công khai kết quả đánh giá Bộ chỉ số phục vụ người dân và doanh nghiệp trên địa bàn tỉnh"
    )
    assert (real.source, real.scope_unit_id, real.observed_at) == ("letter", "H50", RECEIVED_AT)


def test_units_as_the_letter_spells_them(real: Reading) -> None:
    names = {unit.unit_id: (unit.name, unit.level, unit.parent_id) for unit in real.units}
    assert len(real.units) == 28
    assert names["H50"] == ("UBND TỈNH QUẢNG TRỊ", "province", "VN")
    assert names["H50~so-nong-nghiep-va-phat-trien-nong-thon"] == ("Sở Nông nghiệp và PTNT", "agency", "H50")
    assert names["H50~thi-xa-quang-tri"] == ("UBND thị xã Quảng Trị", "district", "H50")


def test_damaged_captions_are_notes_and_no_second_document(real: Reading) -> None:
    captions = [note for note in real.notes if note.rule == "annex_caption_differs"]
    assert [note.place for note in captions] == ["bảng 1", "bảng 2"]
    assert "694/VP-NC ngày 28 tháng 4 năm 2023" in captions[0].vi
    assert "694/VP-NC, 28/11/2023" in captions[0].vi
    assert "341/VP-NC ngày 28 tháng 1 năm 2023" in captions[1].vi


def test_what_a_person_is_told(real: Reading) -> None:
    assert sorted(rules(real)) == [
        "annex_caption_differs", "annex_caption_differs", "cutoff_chosen", "cutoff_not_beside_figures",
        "group_not_published", "rates_not_one_quantity",
    ]
    by_rule = {note.rule: note for note in real.notes}
    assert by_rule["group_not_published"].indicator_id == "TTTT"
    assert "tối đa 90" in by_rule["group_not_published"].vi
    assert by_rule["rates_not_one_quantity"].indicator_id == "MDHL"
    assert "33,3 %" in by_rule["rates_not_one_quantity"].vi
    assert "100 %" in by_rule["rates_not_one_quantity"].vi
    assert "«Thời điểm chốt số liệu: 16h ngày 23/11/2023»" in by_rule["cutoff_chosen"].vi
    assert "«NĂM 2023»" in by_rule["cutoff_chosen"].vi


def test_the_record_is_named(real: Reading) -> None:
    payload = text_694().encode()
    record = record_of(payload)
    (again,) = read_letter_record(record, payload)
    assert again.record_ids == (record.record_id,)
    assert again.sha256 == record.sha256
    assert again.observations == real.observations

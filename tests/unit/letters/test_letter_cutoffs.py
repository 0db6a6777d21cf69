"""Dates, cutoffs and periods in every wording that was met."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import paragraphs

from orchestration.letters.grammar.cutoffs import Candidate, find_candidates
from orchestration.letters.grammar.moments import read_moment
from orchestration.letters.grammar.plain import plain, unaccented
from orchestration.periods import VIETNAM, period_of
from orchestration.readings import Refused

SIGNED = date(2023, 11, 28)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=VIETNAM)  # type: ignore[misc,arg-type]


def candidates(text: str, signed: date | None = SIGNED) -> list[Candidate]:
    return find_candidates(paragraphs(text), signed)


@pytest.mark.parametrize(("text", "kind", "until", "precision", "period"), [
    ("* Thời điểm chốt số liệu: 16h ngày 23/11/2023.", "instant", at(2023, 11, 23, 16), "hour", None),
    ("kết quả … đến ngày 05 tháng 6 năm 2025", "weak_instant", at(2025, 6, 5, 23, 59, 59), "day", None),
    ("(Từ ngày 01/8/2025 đến ngày 31/8/2025)", "range", at(2025, 8, 31, 23, 59, 59), "day",
     period_of("month", 2025, 8)),
    ("(Số liệu tính từ ngày 01/7/2025 đến ngày 30/9/2025)", "range", at(2025, 9, 30, 23, 59, 59), "day",
     period_of("quarter", 2025, 3)),
    ("(Từ 6h ngày 15/6/2019 đến 16h ngày 15/6/2019)", "range", at(2019, 6, 15, 16), "hour", None),
    ("Tính đến 17 giờ ngày 21/10", "instant", at(2023, 10, 21, 17), "hour", None),
    ("tính đến 16h ngày 09/02/2020", "instant", at(2020, 2, 9, 16), "hour", None),
    ("lũy kế từ đầu năm đến ngày 21/10/2023", "instant", at(2023, 10, 21, 23, 59, 59), "day",
     period_of("year", 2023)),
    ("Số liệu lũy kế từ đầu năm đến thời điểm báo cáo", "report_date", at(2023, 11, 28, 23, 59, 59), "day",
     period_of("year", 2023)),
    ("tính từ đầu năm đến đầu tháng 11-2022", "part_of_month", at(2022, 11, 10, 23, 59, 59), "month",
     period_of("year", 2022)),
    ("tuần thứ 47", "week", at(2023, 11, 26, 23, 59, 59), "day", None),
    ("tháng 02/2025", "month", at(2025, 2, 28, 23, 59, 59), "month", period_of("month", 2025, 2)),
    ("trong tháng 8/2025", "month", at(2025, 8, 31, 23, 59, 59), "month", period_of("month", 2025, 8)),
    ("THÁNG 10 NĂM 2023", "month", at(2023, 10, 31, 23, 59, 59), "month", period_of("month", 2023, 10)),
    ("quý II/2024", "quarter", at(2024, 6, 30, 23, 59, 59), "month", period_of("quarter", 2024, 2)),
    ("QUÝ 3 NĂM 2025", "quarter", at(2025, 9, 30, 23, 59, 59), "month", period_of("quarter", 2025, 3)),
    ("6 tháng đầu năm 2024", "months", at(2024, 6, 30, 23, 59, 59), "month", period_of("half", 2024, 1)),
    ("6 tháng cuối năm 2024", "months", at(2024, 12, 31, 23, 59, 59), "month", period_of("half", 2024, 2)),
    ("9 tháng đầu năm", "months", at(2023, 9, 30, 23, 59, 59), "month", period_of("year", 2023)),
    ("2 tháng đầu năm 2026", "months", at(2026, 2, 28, 23, 59, 59), "month", period_of("year", 2026)),
    ("từ tháng 01 đến tháng 8/2025", "months", at(2025, 8, 31, 23, 59, 59), "month", period_of("year", 2025)),
    ("CẤP TỈNH NĂM 2023", "year", at(2023, 12, 31, 23, 59, 59), "month", period_of("year", 2023)),
    ("Cập nhật thời gian thực: 26/09/2026 14:30:00", "instant", at(2026, 9, 26, 14, 30), "second", None),
    # reports under Thông tư 01/2020/TT-VPCP: from the 15th to the 14th of the closing month
    ("từ ngày 15/12/2022 đến ngày 14/12/2023", "range", at(2023, 12, 14, 23, 59, 59), "day",
     period_of("year", 2023)),
    ("từ ngày 15/12/2022 đến ngày 14/3/2023", "range", at(2023, 3, 14, 23, 59, 59), "day",
     period_of("quarter", 2023, 1)),
    ("từ ngày 15/12 đến ngày 14/10/2023", "range", at(2023, 10, 14, 23, 59, 59), "day",
     period_of("year", 2023)),
    ("Số liệu trên Hệ thống lúc 8h00 ngày 01/11/2023", "instant", at(2023, 11, 1, 8), "minute", None),
    ("chốt đến 24h ngày 31/10/2023", "instant", at(2023, 10, 31, 23, 59, 59), "hour", None),
])
def test_each_wording(text: str, kind: str, until: datetime, precision: str, period: Any) -> None:
    (found,) = candidates(text)
    assert (found.kind, found.until, found.precision, found.period) == (kind, until, precision, period)
    assert found.text in text
    assert found.place == "dòng 1"


@pytest.mark.parametrize("text", [
    "Thực hiện Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ",
    "Công văn số 5844/UBND-NC ngày 06/11/2023 về Chỉ thị số 27/CT-TTg ngày 27/10/2023",
    "(Kèm theo Công văn số 341/VP-NC ngày 28 tháng 1 năm 2023 của Văn phòng UBND tỉnh)",
    "Quảng Trị, ngày 28 tháng 11 năm 2023",
    "kết nối cơ sở dữ liệu quốc gia về dân cư theo Quyết định ngày 06/01/2022",
    "Chỉ số Công khai minh bạch: 12,2/18 điểm",
    "Thông tư 01/2020/TT-VPCP",
])
def test_a_cited_date_is_no_cutoff(text: str) -> None:
    assert candidates(text) == []


def test_a_missing_year_is_the_last_one_that_does_not_come_after_the_letter() -> None:
    (found,) = candidates("Tính đến 17 giờ ngày 21/12", signed=date(2026, 1, 5))
    assert found.until == at(2025, 12, 21, 17)
    (month,) = candidates("trong tháng 12", signed=date(2026, 1, 5))
    assert month.period == period_of("month", 2025, 12)


@pytest.mark.parametrize("text", [
    "Thời điểm chốt số liệu: 16h ngày 31/11/2023", "Thời điểm chốt số liệu: 25h ngày 23/11/2023",
    "từ ngày 01/9/2023 đến ngày 31/9/2023", "từ ngày 30/9/2023 đến ngày 01/9/2023",
])
def test_a_cutoff_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no real moment") as refused:
        candidates(text)
    assert refused.value.place == "dòng 1"


def test_without_a_year_anywhere_the_cutoff_is_refused() -> None:
    with pytest.raises(Refused, match="lacks its year"):
        candidates("Tính đến 17 giờ ngày 21/10", signed=None)


def test_all_phrases_are_kept_in_order() -> None:
    found = candidates("Kết quả tháng 10/2023 (tính đến 16h ngày 23/11/2023), so với quý II/2023 và năm 2022")
    assert [(c.kind, c.text) for c in found] == [
        ("month", "tháng 10/2023"), ("instant", "tính đến 16h ngày 23/11/2023"), ("quarter", "quý II/2023"),
        ("year", "năm 2022"),
    ]


@pytest.mark.parametrize("text", [
    "Thời điểm chốt số liệu: 16h ngày 30/01/2024 (đối với tiến độ); 17h ngày 31/01/2024 (đối với số hóa).",
    "Số liệu tính đến ngày 30/01/2024 đối với cấp tỉnh và ngày 31/01/2024 đối với cấp huyện",
])
def test_a_second_moment_in_one_sentence_is_a_candidate_too(text: str) -> None:
    assert [(c.kind, c.until.date()) for c in candidates(text)] == [
        ("instant", date(2024, 1, 30)), ("instant", date(2024, 1, 31))]


@pytest.mark.parametrize("text", [
    "Tính đến 16h ngày 31/01/2024, so với ngày 31/12/2023", "Tính đến 16h ngày 31/01/2024; gửi trước ngày 05/02/2024",
    "Tính đến 16h ngày 31/01/2024, theo Quyết định số 766/QĐ-TTg ngày 23/6/2022",
])
def test_a_moment_of_something_else_is_no_second_cutoff(text: str) -> None:
    assert [c.until for c in candidates(text)] == [at(2024, 1, 31, 16)]


@pytest.mark.parametrize(("clock", "hour"), [
    ("9h sáng", 9), ("4 giờ chiều", 16), ("17 giờ chiều", 17), ("8h tối", 20), ("12 giờ trưa", 12),
    ("11h trưa", 11), ("1h trưa", 13),
])
def test_the_part_of_the_day_is_read(clock: str, hour: int) -> None:
    (found,) = candidates(f"Thời điểm chốt số liệu: {clock} ngày 31/01/2024")
    assert found.until == at(2024, 1, 31, hour)


def test_diacritics_lost_by_a_scan_do_not_hide_a_cutoff() -> None:
    (found,) = candidates("* Thơi điêm chốt sô liêu: 16h ngay 23/11/2023.")
    assert found.until == at(2023, 11, 23, 16)


MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31))
FORMS = st.sampled_from([
    "{t:%H}h ngày {t:%d}/{t:%m}/{t:%Y}", "{t.hour} giờ ngày {t.day}/{t.month}/{t.year}",
    "{t:%H} giờ 00 phút ngày {t:%d} tháng {t:%m} năm {t:%Y}", "ngày {t.day}.{t.month}.{t.year} lúc {t.hour}h",
    "{t:%d}-{t:%m}-{t:%Y} {t:%H}:00:00", "{t:%H}h00 ngày {t:%d} / {t:%m} / {t:%Y}",
])


@given(MOMENTS, FORMS)
def test_a_moment_written_in_any_form_reads_back(moment: datetime, form: str) -> None:
    expected = moment.replace(minute=0, second=0, microsecond=0, tzinfo=VIETNAM)
    text = form.format(t=moment)
    found = read_moment(unaccented(plain(text)))
    assert found is not None
    assert found.instant(None) == expected
    (candidate,) = candidates(f"Thời điểm chốt số liệu: {text}.", signed=None)
    assert candidate.until == expected


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_range_ends_at_the_end_of_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    text = f"Từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year}"
    (found,) = candidates(text, signed=None)
    assert found.until == at(last.year, last.month, last.day, 23, 59, 59)


@given(st.text(alphabet="từđến ngày tháng năm quý 0123456789/.-hg:", max_size=80))
def test_any_words_are_read_or_refused(text: str) -> None:
    try:
        found = candidates(text)
    except Refused:
        return
    assert all(candidate.until.tzinfo is VIETNAM and candidate.text for candidate in found)

"""Which cutoff and period are chosen, and what is said of the choice."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from letter_samples import paragraphs

from orchestration.letters.grammar.cutoffs import find_candidates
from orchestration.letters.grammar.timing import Timing, Words, choose_timing, explanation, timing_notes
from orchestration.periods import VIETNAM, period_of
from orchestration.readings import Refused

SIGNED = date(2024, 9, 5)


def words(own: str = "", subject: str = "", body: str = "") -> Words:
    return Words(*(find_candidates(paragraphs(text), SIGNED) for text in (own, subject, body)))


def chosen(own: str = "", subject: str = "", body: str = "", elsewhere: tuple[Timing, ...] = ()) -> Timing:
    return choose_timing(words(own, subject, body), SIGNED, "bảng 1", elsewhere)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=VIETNAM)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(("own", "subject", "body", "cutoff", "period"), [
    # the figures' own instant before everything else; the title's year is not the end of the data
    ("NĂM 2024; thời điểm chốt số liệu: 16h ngày 30/8/2024", "", "tính đến 31/7/2024",
     at(2024, 8, 30, 16), period_of("year", 2024)),
    # the letter's instant before the period of the caption, which the figures keep
    ("KẾT QUẢ THÁNG 8 NĂM 2024", "", "Số liệu chốt lúc 8h ngày 03/9/2024",
     at(2024, 9, 3, 8), period_of("month", 2024, 8)),
    # a range before a month, and its own period
    ("Tháng 8/2024 (từ ngày 01/8/2024 đến ngày 25/8/2024)", "", "",
     at(2024, 8, 25, 23, 59, 59), period_of("month", 2024, 8)),
    # a closed month speaks for its last instant
    ("KẾT QUẢ THÁNG 8 NĂM 2024", "", "", at(2024, 8, 31, 23, 59, 59), period_of("month", 2024, 8)),
    ("", "V/v công khai kết quả quý II/2024", "so với quý I/2024 và quý IV/2023",
     at(2024, 6, 30, 23, 59, 59), period_of("quarter", 2024, 2)),
    # said of plans, not of data
    ("", "", "Kết quả đến ngày 30/8/2024; phấn đấu đến ngày 31/12/2024 đạt 100%",
     at(2024, 8, 30, 23, 59, 59), period_of("year", 2024)),
    ("KẾT QUẢ NĂM 2023", "", "", at(2023, 12, 31, 23, 59, 59), period_of("year", 2023)),
])
def test_the_rule(own: str, subject: str, body: str, cutoff: datetime, period: object) -> None:
    timing = chosen(own, subject, body)
    assert (timing.cutoff_at, timing.period) == (cutoff, period)


@pytest.mark.parametrize(("own", "message"), [
    ("chốt số liệu: 16h ngày 30/8/2024, cập nhật 17h ngày 31/8/2024", "differing cutoffs"),
    ("Quý III/2023 và 9 tháng đầu năm 2023, chốt số liệu 16h ngày 10/10/2023", "differing cutoffs"),
    ("chốt số liệu: 16h ngày 30/9/2024", "after the letter was signed"),
    ("KẾT QUẢ NĂM 2024", "after the letter was signed"),
    ("KẾT QUẢ THÁNG 9 NĂM 2024", "after the letter was signed"),
    ("KẾT QUẢ QUÝ IV/2023, chốt số liệu 16h ngày 30/8/2023", "comes before the period"),
    ("", "neither a cutoff nor a period"),
])
def test_no_cutoff_is_made_up(own: str, message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        chosen(own)
    assert refused.value.place == "bảng 1"


def test_figures_without_words_of_their_own_take_the_annexes_cutoff_and_say_so() -> None:
    first, second = chosen("NĂM 2024, chốt 16h ngày 29/8/2024"), chosen("NĂM 2024, chốt 16h ngày 30/8/2024")
    agreed = chosen(elsewhere=(first, first))
    assert agreed.cutoff_at == at(2024, 8, 29, 16)
    assert [(note.rule, note.severity) for note in timing_notes(agreed, "điểm của tỉnh", is_table=False)] == [
        ("cutoff_not_beside_figures", "info")]
    assert [note.severity for note in timing_notes(agreed, "bảng 2", is_table=True)] == ["warning"]
    disputed = chosen(elsewhere=(second, first))
    assert disputed.cutoff_at == at(2024, 8, 30, 16)
    assert [note.severity for note in timing_notes(disputed, "điểm của tỉnh", is_table=False)] == ["warning"]


def test_a_date_without_hour_and_a_period_nobody_named_are_told() -> None:
    timing = chosen(own="tính đến ngày 30/8/2024")
    assert [note.rule for note in timing_notes(timing, "bảng 1", is_table=True)] == [
        "cutoff_without_hour", "period_not_stated"]
    assert timing.precision == "day"
    assert timing.period_from is None


def test_a_year_taken_from_the_letter_is_told() -> None:
    timing = chosen(own="Năm 2024, tính đến 17 giờ ngày 21/8")
    assert timing.cutoff_at == at(2024, 8, 21, 17)
    assert [note.rule for note in timing_notes(timing, "bảng 1", is_table=True)] == ["cutoff_year_inferred"]


def test_the_explanation_names_what_was_chosen_and_what_was_not() -> None:
    note = explanation(chosen("NĂM 2024, chốt số liệu 16h ngày 30/8/2024", body="tháng 7/2024"))
    assert note.vi.startswith("Thời điểm chốt số liệu 16:00:00 ngày 30/08/2024, theo câu «chốt số liệu 16h")
    assert "kỳ 2024, theo câu «NĂM 2024»" in note.vi
    assert "«tháng 7/2024»" in note.vi
    assert "2024-08-30T16:00:00+07:00" in note.en

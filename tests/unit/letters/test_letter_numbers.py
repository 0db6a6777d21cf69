"""Numbers as letters write them, and the texts that are no numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.letters.grammar.numbers import Notation, ParsedNumber, parse_number
from orchestration.readings import Refused

HUNDRED = Decimal(100)


def rate(text: str, notation: Notation = "letter") -> ParsedNumber | None:
    return parse_number(text, column_is_pct=True, maximum=None, notation=notation, place="bảng 1, dòng 2")


def plain_number(
    text: str, maximum: Decimal | None = None, notation: Notation = "letter"
) -> ParsedNumber | None:
    return parse_number(text, column_is_pct=False, maximum=maximum, notation=notation, place="đâu đó")


@pytest.mark.parametrize(("text", "value"), [
    ("94,22", "94.22"), ("35", "35"), ("1,5", "1.5"), ("0", "0"), ("0,09", "0.09"), ("100%", "100"),
    ("100 %", "100"), (" 98,4 ", "98.4"), ("**24,1**", "24.1"), ("33,30", "33.30"), ("100,00", "100.00"),
])
def test_rates_of_the_letter(text: str, value: str) -> None:
    found = rate(text)
    assert found is not None
    assert found.value == Decimal(value)
    assert found.out_of is None


@pytest.mark.parametrize("text", [
    "", " ", "-", "–", "—", "…", "...", "null", "N/A", "\u00a0", "Không có số liệu", "Chưa có số liệu",
    "Không phát sinh",
])
def test_missing_is_none_and_zero_is_not(text: str) -> None:
    assert rate(text) is None
    zero = rate("0")
    assert zero is not None
    assert zero.value == 0


@pytest.mark.parametrize(("text", "expected"), [
    ("12,2/18 điểm", ParsedNumber(Decimal("12.2"), Decimal(18), "diem")),
    ("18/18 điểm", ParsedNumber(Decimal(18), Decimal(18), "diem")),
    ("12,2/18", ParsedNumber(Decimal("12.2"), Decimal(18))),
    ("14/16 đơn vị", ParsedNumber(Decimal(14), Decimal(16), "don vi")),
    ("82.851 hồ sơ", ParsedNumber(Decimal(82851), None, "ho so")),
    ("268763", ParsedNumber(Decimal(268763))),
    ("14,58 triệu", ParsedNumber(Decimal(14580000), None, "trieu")),
    ("909.000", ParsedNumber(Decimal(909000))),
    ("01 (0,727)", ParsedNumber(Decimal("0.727"), rank=1)),
    ("1.234.567,5", ParsedNumber(Decimal("1234567.5"))),
    ("94,22%", ParsedNumber(Decimal("94.22"), None, "%")),
    ("94,22*", ParsedNumber(Decimal("94.22"), footnote="*")),
    ("94,22 (*)", ParsedNumber(Decimal("94.22"), footnote="(*)")),
    ("94,22¹", ParsedNumber(Decimal("94.22"), footnote="¹")),
])
def test_numbers_with_what_stands_beside_them(text: str, expected: ParsedNumber) -> None:
    assert plain_number(text) == expected


def test_the_same_dot_means_thousands_in_a_letter_and_decimals_in_a_feed() -> None:
    assert plain_number("1.500") == ParsedNumber(Decimal(1500))
    assert plain_number("1.500", notation="feed") == ParsedNumber(Decimal("1.500"))
    assert rate("84.43", notation="feed") == ParsedNumber(Decimal("84.43"))
    assert plain_number("82.851 hồ sơ", notation="feed") == ParsedNumber(Decimal(82851), None, "ho so")


def test_a_letter_s_decimal_dot_is_taken_only_where_the_range_explains_it_and_says_so() -> None:
    assert rate("84.43") == ParsedNumber(Decimal("84.43"), is_dot_decimal=True)
    assert rate("0.727") == ParsedNumber(Decimal("0.727"), is_dot_decimal=True)
    with pytest.raises(Refused, match="decimal comma"):
        plain_number("84.43")


@pytest.mark.parametrize("text", [
    "1.500,5", "1.500", "101", "9422", "241", "100,01", "Ð35", "3Ð", "G4", "72/7", "12,2/18", "35 hồ sơ",
    "94, 22", "94,", ",5", "1,2,3", "1.2.3", "1,234.5", "-5", "+5", "35 36", "5e1", "٣٥", "35abc", "1" * 61,
    "0x10", "nan", "∞", "½",
])
def test_no_rate(text: str) -> None:
    with pytest.raises(Refused) as refused:
        rate(text)
    assert refused.value.place == "bảng 1, dòng 2"
    assert "bản gốc" in refused.value.vi
    assert "original" in refused.value.en


def test_points_above_their_maximum_are_refused() -> None:
    with pytest.raises(Refused, match="exceeds its maximum 20"):
        plain_number("20,01", maximum=Decimal(20))
    with pytest.raises(Refused, match="exceeds its maximum 18"):
        plain_number("18,1/18 điểm")


def test_a_counted_thing_is_whole() -> None:
    with pytest.raises(Refused):
        plain_number("82,5 hồ sơ")


@given(st.decimals(0, 100, places=2))
def test_a_rate_written_with_a_comma_reads_back_exactly(value: Decimal) -> None:
    for text in (f"{value}".replace(".", ","), f"{value}%".replace(".", ","), f" {value} ".replace(".", ",")):
        found = rate(text)
        assert found is not None
        assert found.value == value
        assert found.value.as_tuple() == value.as_tuple()


@given(st.integers(0, 10**12), st.integers(0, 999))
def test_a_grouped_number_reads_back_exactly(whole: int, thousandths: int) -> None:
    text = f"{whole:,}".replace(",", ".")
    assert plain_number(text) == ParsedNumber(Decimal(whole))
    assert plain_number(f"{text},{thousandths:03}") == ParsedNumber(Decimal(f"{whole}.{thousandths:03}"))


@given(st.decimals(0, 22, places=1), st.integers(22, 100))
def test_points_read_back_with_their_maximum(score: Decimal, maximum: int) -> None:
    found = plain_number(f"{score}/{maximum} điểm".replace(".", ","))
    assert found == ParsedNumber(score, Decimal(maximum), "diem")


@given(st.text(max_size=30))
def test_any_text_is_a_number_in_range_or_missing_or_refused(text: str) -> None:
    try:
        found = rate(text)
    except Refused:
        return
    assert found is None or 0 <= found.value <= HUNDRED

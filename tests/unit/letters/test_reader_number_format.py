"""Numbers of a spreadsheet, as their cells show them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from orchestration.letters.readers.number_format import Shown, plain_number, show_number

ACCOUNTING = '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)'


def show(number: str, code: str, epoch: datetime = WINDOWS_EPOCH) -> Shown:
    return show_number(Decimal(number), code, epoch)


@pytest.mark.parametrize(("number", "code", "text"), [
    ("94.22", "General", "94,22"),
    ("35", "General", "35"),
    ("35.0", "General", "35"),
    ("1E+2", "General", "100"),
    ("0", "General", "0"),
    ("-1.5", "General", "-1,5"),
    ("94.22", "0.00", "94,22"),
    ("94.5", "0.00", "94,50"),
    ("94.5", "0.##", "94,5"),
    ("94", "0.##", "94"),
    ("0.5", "#.00", ",50"),
    ("0", "#", "0"),
    ("5", "00", "05"),
    ("0.9422", "0.00%", "94,22%"),
    ("1", "0%", "100%"),
    ("0", "0%", "0%"),
    ("1500", "#,##0", "1500"),
    ("82851", '#,##0" hồ sơ"', "82851 hồ sơ"),
    ("12.2", '0.0"/18 điểm"', "12,2/18 điểm"),
    ("94.22", "0.00\\ \\%", "94,22 %"),
    ("14580000", "0.00,,", "14,58"),
    ("-1.5", "0.0", "-1,5"),
    ("-1.5", "0.0;(0.0)", "(1,5)"),
    ("-0.04", "0.0", "0,0"),
    ("12.5", ACCOUNTING, "12,50"),
    ("94.22", "[Red]0.00", "94,22"),
    ("2.5", "0", "3"),
    ("0.125", "0.00", "0,13"),
    ("94.22", "@", "94,22"),
    ("94.22", "0.00E+00", "94,22"),
    ("0.5", "# ?/?", "0,5"),
    ("94.22", "[>100]0;0.00", "94,22"),
    ("94.22", '0.00;;"không"', "94,22"),
])
def test_a_number_shows_as_its_format_says(number: str, code: str, text: str) -> None:
    assert show(number, code).text == text


@pytest.mark.parametrize(("number", "code", "shown"), [
    ("94.2234", "0.00", Shown("94,22", hides_digits=True)),
    ("94.22", "0.00", Shown("94,22")),
    ("0.333", "0%", Shown("33%", hides_digits=True)),
    ("87.33333333333333", "General", Shown("87,33333333")),
    # a dash for zero is no missing figure
    ("0", ACCOUNTING, Shown("0", hides_digits=True)),
    ("5", ";;;", Shown("5", hides_digits=True)),
])
def test_what_a_format_hides_is_told_and_never_lost(number: str, code: str, shown: Shown) -> None:
    assert show(number, code) == shown


@pytest.mark.parametrize(("number", "code", "text"), [
    ("45253", "dd/mm/yyyy", "23/11/2023"),
    ("45253.6666666667", "d/m/yy h:mm", "23/11/2023 16:00"),
    ("45253", "mm/yyyy", "11/2023"),
    ("0.6666666667", "h:mm", "16:00"),
    # a score "5/12" that Excel took for the fifth of December stays a date, which no figure is
    ("45265", "d-mmm", "05/12/2023"),
])
def test_dates_are_written_day_first(number: str, code: str, text: str) -> None:
    assert show(number, code).text == text


def test_a_workbook_may_count_its_days_from_1904() -> None:
    assert show("43791", "dd/mm/yyyy", MAC_EPOCH).text == "23/11/2023"


def test_a_date_format_on_what_is_no_date_gives_the_number() -> None:
    assert show("99999999", "dd/mm/yyyy").text == "99999999"


@given(st.decimals(0, 100, places=2))
def test_two_decimals_survive(number: Decimal) -> None:
    shown = show_number(number, "0.00", WINDOWS_EPOCH)
    assert (Decimal(shown.text.replace(",", ".")), shown.hides_digits) == (number, False)
    assert Decimal(plain_number(number).replace(",", ".")) == number


@given(st.decimals(0, 1, places=4))
def test_a_percentage_is_the_number_times_a_hundred(number: Decimal) -> None:
    shown = show_number(number, "0.00%", WINDOWS_EPOCH)
    assert shown.text.endswith("%")
    assert Decimal(shown.text[:-1].replace(",", ".")) == number * 100


@given(st.floats(allow_nan=False, allow_infinity=False), st.text("0#?.,%;@E+-/ \"\\[]_*dmyhGeneral", max_size=12))
def test_no_format_breaks_the_reading(number: float, code: str) -> None:
    assert show_number(Decimal(repr(number)), code, WINDOWS_EPOCH).text != ""

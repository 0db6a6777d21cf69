"""Agreement of readings: what settles a cell, what holds it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.letters.ocr.counting import counted
from orchestration.letters.ocr.layout import Limit, limit_of
from orchestration.letters.ocr.vote import UNREAD, Verdict, could_stand, settle_figures, settle_words

PCT = Limit(Decimal(100), is_pct=True)
FIGURES = st.decimals(0, 100, places=2).map(lambda value: f"{value.normalize():f}".replace(".", ","))


@pytest.mark.parametrize(
    ("readings", "text", "alternatives"),
    [
        (["55,8"] * 6, "55,8", ()),
        (["55,8"] * 5 + ["59,8"], "55,8", ("59,8",)),
        (["9816", "98,16", "98,16", "98,16", "98,16", "98,16"], "98,16", ()),
        (["9816", "9816", "9816", "98,16", "98,16", "98,16"], "98,16", ("9816",)),
        (["98,16%", "98,16", "98,16", "98,16", "98,16", "98,16"], "98,16", ()),
        (["98.16"] * 6, "98,16", ()),
        (["101"] * 6, "101", (UNREAD,)),
        (["", "", "0", "0", "0", "0"], "0", ()),
        (["", "", "", "0", "0", "0"], "0", (UNREAD,)),
        ([""] * 6, "", (UNREAD,)),
        (["3Ð"] * 6, "3Ð", (UNREAD,)),
        (["96,0777"] * 6, "96,0777", (UNREAD,)),
    ],
)
def test_figures(readings: list[str], text: str, alternatives: tuple[str, ...]) -> None:
    assert settle_figures(readings, PCT) == Verdict(text, alternatives)


@given(FIGURES, FIGURES, st.permutations(range(6)))
def test_two_possible_figures_are_never_settled(one: str, other: str, order: list[int]) -> None:
    readings = [one] * 5 + [other]
    verdict = settle_figures([readings[at] for at in order], PCT)
    assert bool(verdict.alternatives) == (one != other)


@given(st.lists(st.text("0123456789,.%-Ð /()", max_size=7), min_size=4, max_size=6))
def test_a_settled_figure_can_stand_in_its_column(readings: list[str]) -> None:
    verdict = settle_figures(readings, PCT)
    assert verdict.alternatives or could_stand(verdict.text, PCT)


@pytest.mark.parametrize(
    ("readings", "text", "alternatives"),
    [
        (["Sở Tư pháp", "Sở Tu phap", "Sở Tư pháp"], "Sở Tư pháp", ()),
        (["Hướng Hóa", "Huong Hoa", "Hướng Hoà"], "Hướng Hóa", ()),
        (["Sở Y tế", "Sở V tế", "Sở X tế"], "Sở Y tế", ("Sở V tế", "Sở X tế")),
        (["", "", ""], "", (UNREAD,)),
    ],
)
def test_words(readings: list[str], text: str, alternatives: tuple[str, ...]) -> None:
    assert settle_words(readings) == Verdict(text, alternatives)


@pytest.mark.parametrize(
    ("heading", "limit"),
    [
        ("Tiến độ giải quyết (%)", PCT),
        ("Công khai, minh bạch (18 điểm)", Limit(Decimal(18))),
        ("Số hóa hồ sơ (tối đa 22)", Limit(Decimal(22))),
        ("Điểm/ 12,5", Limit(Decimal("12.5"))),
        ("Tên đơn vị", Limit()),
    ],
)
def test_the_most_a_column_can_hold(heading: str, limit: Limit) -> None:
    assert limit_of(heading) == limit


def test_an_order_number_is_told_by_its_neighbours() -> None:
    texts = ["1", "2", "8", "4", "5", "6", "9", "8", "9"]
    settled = counted([Verdict(text, ("3",) if at == 2 else ()) for at, text in enumerate(texts)])
    assert settled[2] == Verdict("3")
    assert settled[6] == Verdict("9", (UNREAD,)), "a sure number out of order is doubted, never changed"
    assert all(not verdict.alternatives for at, verdict in enumerate(settled) if at != 6)


def test_a_column_that_does_not_count_is_left_alone() -> None:
    column = [Verdict("94,22"), Verdict("35", ("36",)), Verdict("7")]
    assert counted(column) == column

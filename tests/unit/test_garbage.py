"""The collector looks seldom for a while, and as ever afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from orchestration.garbage import SELDOM, collected_seldom


@pytest.fixture(autouse=True)
def threshold() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_seldom_for_a_while_and_as_before_whatever_happens() -> None:
    gc.set_threshold(700, 10, 10)
    seen = []
    with pytest.raises(RuntimeError):
        fail_after_looking(seen)
    assert seen == [(SELDOM, 10, 10)]
    assert gc.get_threshold() == (700, 10, 10)


def fail_after_looking(seen: list[tuple[int, int, int]]) -> None:
    with collected_seldom():
        seen.append(gc.get_threshold())
        raise RuntimeError


@pytest.mark.parametrize("young", [0, SELDOM * 2])
def test_what_is_off_or_rarer_stays_so(young: int) -> None:
    gc.set_threshold(young, 10, 10)
    with collected_seldom():
        assert gc.get_threshold() == (young, 10, 10)

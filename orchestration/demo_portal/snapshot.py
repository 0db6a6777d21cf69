"""One scope in one period on one day: the unit asked for, its children, their counts and points.

Belongs here: what all answers about one scope share, worked out once. Does not belong here: the
form of an answer (`answers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from orchestration.demo_portal.figures import Figures, Publicity, figures_of, publicity_of, summed
from orchestration.demo_portal.points import GROUP_MAXIMA, group_points
from orchestration.demo_portal.units import COUNTRY, DemoUnit, children_of, provinces
from orchestration.periods import Period


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with its counts; `points` are the six groups in hundredths, `total` their sum."""

    unit: DemoUnit
    figures: Figures
    publicity: Publicity
    points: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The unit asked for and its children, in the order of their codes."""

    root: Node
    children: tuple[Node, ...]


@lru_cache(maxsize=512)
def province_snapshot(province: DemoUnit, period: Period, day: date) -> Snapshot:
    """A province and its units."""
    publicity = publicity_of(province, period, day)
    children = tuple(_node(unit, figures_of(unit, period, day), publicity) for unit in children_of(province))
    figures = summed([child.figures for child in children])
    return Snapshot(_node(province, figures, publicity), children)


@lru_cache(maxsize=32)
def national_snapshot(period: Period, day: date) -> Snapshot:
    """The country and its provinces; the country's points are the mean of theirs."""
    children = tuple(province_snapshot(province, period, day).root for province in provinces())
    points = {
        group: round(sum(child.points[group] for child in children) / len(children)) for group in GROUP_MAXIMA
    }
    figures = summed([child.figures for child in children])
    publicity = Publicity(*(sum(column) for column in zip(*(c.publicity for c in children), strict=True)))
    return Snapshot(Node(COUNTRY, figures, publicity, points, sum(points.values())), children)


def _node(unit: DemoUnit, figures: Figures, publicity: Publicity) -> Node:
    points = group_points(figures, publicity)
    return Node(unit, figures, publicity, points, sum(points.values()))

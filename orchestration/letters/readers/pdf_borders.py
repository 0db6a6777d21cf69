"""Borders that a table does without: open sides, and the edge where a page break cuts a row.

Without them the outer columns, or the two parts of the row, would be in no cell and be lost.

Belongs here: finding where ruling lines end together and nothing closes them. Does not belong here:
cells (`pdf_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from pdfplumber.table import merge_edges

Edge = dict[str, Any]
Axis = Literal["v", "h"]

EDGE_TOLERANCE: Final = 3.0  # points: two lines as near as this are one, drawn twice
MIN_ENDS: Final = 3  # a table of two columns has three vertical lines
MIN_LENGTH: Final = 6.0  # points: no row of words is lower, and dots and dashes are
# of a line: the position of its ends, and where it lies across
_ENDS: Final = {"v": ("top", "bottom"), "h": ("x0", "x1")}
_ACROSS: Final = {"v": "x0", "h": "top"}


def missing_borders(page: Any) -> dict[str, list[Edge]]:
    """The lines to add to a page's own, as the table finder's settings.

    At least three lines end at one level, and no line across closes any two of them there. Lines as
    they were drawn count, cell by cell: that is how the heading printed again and the rest of a cut
    row below it are told apart. Dots and dashes drawn one by one are joined first: they end nowhere.
    """
    drawn = list(page.edges)
    # a line drawn as a thin box has ends of its own, which close nothing
    joined = _by_axis(_long(merge_edges(drawn, *[EDGE_TOLERANCE] * 4)))
    ending = _by_axis(_long(drawn))
    ending = {axis: [*ending[axis], *joined[axis]] for axis in ending}
    return {
        "explicit_horizontal_lines": list(_closing(ending["v"], joined["h"], "v")),
        "explicit_vertical_lines": list(_closing(joined["h"], joined["v"], "h")),
    }


def _by_axis(edges: Sequence[Edge]) -> dict[Axis, list[Edge]]:
    return {
        "v": [edge for edge in edges if edge["orientation"] == "v"],
        "h": [edge for edge in edges if edge["orientation"] == "h"],
    }


def _long(edges: Sequence[Edge]) -> list[Edge]:
    return [
        edge for edge in edges
        if max(edge["bottom"] - edge["top"], edge["x1"] - edge["x0"]) >= MIN_LENGTH
    ]


def _closing(lines: Sequence[Edge], across: Sequence[Edge], axis: Axis) -> Iterator[Edge]:
    for end in _ENDS[axis]:
        for ended in _ending_together(lines, end):
            level = ended[0][end]
            places = [float(one[_ACROSS[axis]]) for one in ended]
            first, last = min(places), max(places)
            is_closed = any(_closes(one, level, first, last, axis) for one in across)
            if len(set(map(round, places))) >= MIN_ENDS and not is_closed:
                yield _edge(level, first, last, axis)


def _ending_together(lines: Sequence[Edge], end: str) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for line in sorted(lines, key=lambda one: float(one[end])):
        if groups and line[end] - groups[-1][0][end] <= EDGE_TOLERANCE:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _closes(line: Edge, level: float, first: float, last: float, axis: Axis) -> bool:
    start, end = _ENDS["h" if axis == "v" else "v"]
    position = line["top" if axis == "v" else "x0"]
    return abs(position - level) <= EDGE_TOLERANCE and line[start] < last and line[end] > first


def _edge(level: float, first: float, last: float, axis: Axis) -> Edge:
    length = last - first
    if axis == "v":
        box = {"x0": first, "x1": last, "top": level, "bottom": level, "width": length, "height": 0.0}
    else:
        box = {"x0": level, "x1": level, "top": first, "bottom": last, "width": 0.0, "height": length}
    return {**box, "orientation": "h" if axis == "v" else "v", "object_type": "missing_edge"}

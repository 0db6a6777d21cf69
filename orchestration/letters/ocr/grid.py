"""A ruled table made rectangular and cut into cells.

Belongs here: rows, columns, merged cells, and the map back to the page's pixels. Does not belong
here: finding lines and tables (`rules`), or what stands in a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from orchestration.letters.ocr.ink import Grey
from orchestration.letters.ocr.pictures import Box
from orchestration.letters.ocr.rules import Corners, ruled_lines
from orchestration.readings import Refused

MARGIN_PX = 24
SAME_LINE_PX = 18
TOUCH_PX = 16
BORDER_SHARE = 0.45
MIN_LINE_COVER = 0.5
MAX_CELLS = 6_000

Map = NDArray[np.float64]
_Place = tuple[int, int]


class _Segment(NamedTuple):
    """A piece of a line across: its height, where it starts and ends."""

    place: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the rectified table: its box there, the rows and columns it spans (0-based, end excluded).

    `is_rectangle` is false when broken lines ran cells together into some other shape.
    """

    box: Box
    rows: tuple[int, int]
    columns: tuple[int, int]
    is_rectangle: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table cut into cells. `to_page` maps the rectified picture's pixels to the page picture's."""

    picture: Grey
    rules: Grey
    cells: tuple[GridCell, ...]
    row_count: int
    column_count: int
    to_page: Map

    def page_box(self, box: Box) -> Box:
        """Where a box of the rectified table lies in the page picture."""
        return mapped_box(box, self.to_page)


def mapped_box(box: Box, by: Map) -> Box:
    """The upright box around where a map takes `box`: left, top, right, bottom, none below 0."""
    left, top, right, bottom = box
    corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64)
    mapped = cv2.perspectiveTransform(corners, by)[0]
    low, high = np.floor(mapped.min(axis=0)), np.ceil(mapped.max(axis=0))
    return max(int(low[0]), 0), max(int(low[1]), 0), int(high[0]), int(high[1])


def rectify(grey: Grey, corners: Corners, to_upright: Map) -> tuple[Grey, Map]:
    """The table as a rectangle with a margin, drawn from `grey` in one step, and the map back to `grey`."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = round(float(max(sides[0], sides[2]))), round(float(max(sides[1], sides[3])))
    low, right, bottom = MARGIN_PX, MARGIN_PX + width, MARGIN_PX + height
    target = np.array([[low, low], [right, low], [right, bottom], [low, bottom]], np.float32)
    straighten = cv2.getPerspectiveTransform(corners, target) @ to_upright
    size = (width + 2 * MARGIN_PX, height + 2 * MARGIN_PX)
    picture = cv2.warpPerspective(grey, straighten, size, flags=cv2.INTER_CUBIC, borderValue=255)
    return picture.astype(np.uint8), np.linalg.inv(straighten)


def cut(picture: Grey, to_page: Map) -> Grid | None:
    """Cut a rectified table at its lines; None when it has no two rows or no two columns."""
    across, down = ruled_lines(picture)
    lefts = _line_places(down.T, ())
    tops = _line_places(across, lefts)
    rows, columns = len(tops) - 1, len(lefts) - 1
    if rows < 1 or columns < 2:
        return None
    if rows * columns > MAX_CELLS:
        raise Refused(
            "bảng",
            f"Bảng có {rows} dòng × {columns} cột, nhiều hơn mọi phụ lục của công văn ({MAX_CELLS} ô)."
            " Hãy chỉ quét phần phụ lục rồi nộp lại.",
            f"The table has {rows} rows × {columns} columns, more than any letter's annex"
            f" ({MAX_CELLS} cells). Scan the annex alone and submit it again.",
        )
    cells = tuple(_cells(across, down, tops, lefts))
    return Grid(picture, cv2.bitwise_or(across, down), cells, rows, columns, to_page)


def _line_places(lines: Grey, crossed: Sequence[int]) -> list[int]:
    """Where the lines across stand, top to bottom.

    A short line counts when it runs from one place of `crossed` to another: headers are split so. A
    seal's arc does not; for columns, whose lines run through the table, nothing is `crossed`.
    """
    _, _, stats, centres = cv2.connectedComponentsWithStats(lines)
    segments = sorted(
        _Segment(float(centre[1]), int(stat[0]), int(stat[0] + stat[2]))
        for stat, centre in zip(stats[1:], centres[1:], strict=True)
    )
    groups: list[list[_Segment]] = []
    for segment in segments:
        if groups and segment.place - groups[-1][-1].place <= SAME_LINE_PX:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    span = lines.shape[1] - 2 * MARGIN_PX
    return [_place(group) for group in groups if _is_line(group, crossed, span)]


def _place(group: list[_Segment]) -> int:
    lengths = [segment.end - segment.start for segment in group]
    return round(float(np.average([segment.place for segment in group], weights=lengths)))


def _is_line(group: list[_Segment], crossed: Sequence[int], span: int) -> bool:
    """A line of the table covers half of it, or joins two lines that cross it."""
    if sum(segment.end - segment.start for segment in group) >= MIN_LINE_COVER * span:
        return True
    return any(
        len({place for place in crossed if min(abs(place - end) for end in segment[1:]) <= TOUCH_PX}) >= 2
        for segment in group
    )


def _cells(across: Grey, down: Grey, tops: list[int], lefts: list[int]) -> Iterator[GridCell]:
    for members in _merged(across, down, tops, lefts):
        rows = (min(row for row, _ in members), max(row for row, _ in members) + 1)
        columns = (min(column for _, column in members), max(column for _, column in members) + 1)
        top, bottom, left, right = tops[rows[0]], tops[rows[1]], lefts[columns[0]], lefts[columns[1]]
        box = (
            _near(down, left, top, bottom), _near(across.T, top, left, right),
            _near(down, right, top, bottom), _near(across.T, bottom, left, right),
        )
        area = (rows[1] - rows[0]) * (columns[1] - columns[0])
        yield GridCell(box, rows, columns, len(members) == area)


def _merged(across: Grey, down: Grey, tops: list[int], lefts: list[int]) -> Iterator[list[_Place]]:
    """The places of the grid, those together between which no line runs; in reading order."""
    places = [(row, column) for row in range(len(tops) - 1) for column in range(len(lefts) - 1)]
    beside: dict[_Place, list[_Place]] = {place: [] for place in places}
    for row, column in places:
        top, bottom, left, right = tops[row], tops[row + 1], lefts[column], lefts[column + 1]
        borders = {
            (row, column + 1): _has_border(down.T, right, top, bottom),
            (row + 1, column): _has_border(across, bottom, left, right),
        }
        for other in [place for place, is_there in borders.items() if place in beside and not is_there]:
            beside[row, column].append(other)
            beside[other].append((row, column))
    seen: set[_Place] = set()
    for place in places:
        if place not in seen:
            members = _reached(place, beside)
            seen.update(members)
            yield members


def _reached(start: _Place, beside: dict[_Place, list[_Place]]) -> list[_Place]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = [place for place in beside[waiting.pop()] if place not in found]
        found.update(fresh)
        waiting += fresh
    return sorted(found)


def _has_border(lines: Grey, place: int, start: int, end: int) -> bool:
    """Is there a line at `place` between `start` and `end`? Cell corners are left out of the count."""
    inset = min(8, (end - start) // 4)
    band = lines[max(place - SAME_LINE_PX // 2, 0):place + SAME_LINE_PX // 2 + 1, start + inset:end - inset]
    return bool(band.any(axis=0).mean() >= BORDER_SHARE)


def _near(lines_down: Grey, place: int, start: int, end: int) -> int:
    """The place of a line down beside one cell: paper bends, so it differs from the line's mean."""
    left = max(place - SAME_LINE_PX, 0)
    places = np.nonzero(lines_down[start:end, left:place + SAME_LINE_PX + 1])[1]
    return place if len(places) == 0 else left + round(float(places.mean()))

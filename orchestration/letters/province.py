"""The province's own points → observations.

Belongs here: which indicator said points are of, and which groups a letter leaves out. Does not
belong here: finding the points (`grammar.scores`, `scoreboard`), or units below the province.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from orchestration.letters.figures import Figures
from orchestration.letters.grammar.numbers import parse_number
from orchestration.letters.grammar.plain import comma, shown, unaccented
from orchestration.letters.grammar.scores import SaidPoints
from orchestration.letters.maxima import (
    JOINT_GROUPS,
    indicators,
    is_other_quantity,
    maximum_note,
    published_together,
)
from orchestration.letters.register import Register
from orchestration.readings import Note, Observation, Refused
from orchestration.reference.labels import find_indicator

_JOINT = re.compile(r"\W*(?:(?:nhom|chi so|chi tieu) )*(?:cung cap )?dich vu truc tuyen\W*")

LOCATOR = "điểm của tỉnh, dòng {row}"


def read_points(said: Sequence[SaidPoints], register: Register) -> Figures:
    """The province's scores with their maxima; `row` counts the points as they come, from 1.

    Raises `Refused` for listed points of an unknown indicator, points above their maximum, and
    one indicator with two values.
    """
    figures = Figures()
    loaded: dict[str, Observation] = {}
    published: set[str] = set()
    for points in said:
        indicator_id = find_indicator(points.label)
        if indicator_id is None and (joint := _joint_note(points)):
            published.update(JOINT_GROUPS)
            figures.notes.append(joint)
            continue
        if indicator_id is None:
            figures.notes.extend(_unknown(points, register))
            continue
        observation = _observation(points, indicator_id, register.province_id, len(loaded) + 1)
        published.update((indicator_id, *published_together(indicator_id, observation.max_score)))
        words = f"{points.label}: {points.text}"
        note = maximum_note(indicator_id, observation.max_score, words, points.place)
        figures.notes.extend([note] if note else [])
        if is_other_quantity(indicator_id, observation.max_score):
            continue
        first = loaded.setdefault(indicator_id, observation)
        if (first.score, first.max_score) != (observation.score, observation.max_score):
            raise _two_values(points, first)
    figures.observations.extend(loaded.values())
    figures.notes.extend(_absent_groups(published, figures.observations))
    return figures


def _joint_note(points: SaidPoints) -> Note | None:
    """What to tell of "Dịch vụ trực tuyến" out of 22; without that maximum nobody knows what it means."""
    number = parse_number(points.text, column_is_pct=False, maximum=None, place=points.place)
    is_joint = _JOINT.fullmatch(unaccented(points.label)) and number is not None
    if not is_joint or number is None or not published_together(JOINT_GROUPS[0], number.out_of):
        return None
    return maximum_note(JOINT_GROUPS[0], number.out_of, f"{points.label}: {points.text}", points.place)


def _observation(points: SaidPoints, indicator_id: str, province_id: str, row: int) -> Observation:
    number = parse_number(points.text, column_is_pct=False, maximum=None, place=points.place)
    if number is None or number.out_of is None:
        raise Refused(
            points.place,
            f"Điểm {shown(points.text)} của {shown(points.label)} không có điểm tối đa: hãy đối chiếu"
            " với bản gốc.",
            f"The points {shown(points.text)} of {shown(points.label)} have no maximum: check the original.",
        )
    return Observation(
        indicator_id, province_id, score=number.value, max_score=number.out_of,
        locator=LOCATOR, row=row, raw_text=points.text,
    )


def _unknown(points: SaidPoints, register: Register) -> list[Note]:
    """What to tell of points nobody knows; in a list of the province's own points they stop the letter."""
    if not points.has_unit:
        return []
    if points.is_listed and not register.knows(points.label):
        raise Refused(
            points.place,
            f"Không rõ {shown(points.label)} ({points.text}) là chỉ số nào: hãy thêm cách gọi này vào"
            " orchestration/reference/data/indicator_labels.csv rồi chạy «chiso766 build».",
            f"{shown(points.label)} ({points.text}) is no known indicator: add the wording to"
            " orchestration/reference/data/indicator_labels.csv and run `chiso766 build`.",
        )
    return [Note(
        "points_not_loaded", "warning",
        f"Điểm {shown(points.text)} trong câu {shown(points.label)} không rõ của chỉ số nào nên không nạp.",
        f"The points {shown(points.text)} after {shown(points.label)} are of no clear indicator; not loaded.",
        points.place,
    )]


def _absent_groups(published: set[str], loaded: Sequence[Observation]) -> list[Note]:
    groups = {indicator.indicator_id: indicator for indicator in indicators().values()
              if indicator.parent_id == "TOTAL"}
    absent = [group for group in groups.values() if group.indicator_id not in published]
    if not absent or len(absent) == len(groups):
        return []
    most = sum((o.max_score or Decimal(0) for o in loaded if o.indicator_id in groups), Decimal(0))
    return [
        Note(
            "group_not_published", "info",
            f"Văn bản không công bố điểm nhóm «{group.name_vi}»: các nhóm có điểm cộng lại"
            f" tối đa {comma(most)}, nên không có tổng điểm trên 100.",
            f"The group {group.name_en} is not published: the groups that are add up"
            f" to at most {most}, so there is no total out of 100.",
            indicator_id=group.indicator_id,
        )
        for group in absent
    ]


def _two_values(points: SaidPoints, first: Observation) -> Refused:
    return Refused(
        points.place,
        f"Chỉ số {shown(points.label)} có hai giá trị: {shown(first.raw_text or '')} và {shown(points.text)}."
        " Hãy đối chiếu với bản gốc.",
        f"{shown(points.label)} has two values: {shown(first.raw_text or '')} and {shown(points.text)}."
        " Check the original.",
    )

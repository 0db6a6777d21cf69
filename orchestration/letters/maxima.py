"""The maxima a letter states, against those of the decision.

Belongs here: the judgement whether points out of some maximum are points of an indicator. Does not
belong here: reading the maximum (`columns`, `grammar`).

Rule: every value keeps the maximum it was published with. A smaller one is loaded and told. A
greater one is another quantity under the same words (groups 12 and 10 published as one of 22): it
is told and not loaded.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from orchestration.letters.grammar.plain import comma, shown
from orchestration.readings import Note
from orchestration.reference.registry import Indicator, load_indicators

JOINT_GROUPS = ("CLGQ", "TTTT")


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by its id."""
    return {indicator.indicator_id: indicator for indicator in load_indicators()}


def known_maximum(indicator_id: str) -> Decimal | None:
    """The decision's maximum of an indicator, in points; None where it is not known."""
    return indicators()[indicator_id].max_score


def is_other_quantity(indicator_id: str, stated: Decimal | None) -> bool:
    """Whether points out of `stated` cannot be points of this indicator."""
    known = known_maximum(indicator_id)
    return stated is not None and known is not None and stated > known


def published_together(indicator_id: str, stated: Decimal | None) -> tuple[str, ...]:
    """The groups that points out of `stated` are of, when they are the points of two groups in one.

    Letters of five groups have "Dịch vụ trực tuyến" out of 22: 12 of the services and 10 of payment. What
    each of the two got is not published, so neither has a value, and neither is missing.
    """
    maxima = [known_maximum(group) for group in JOINT_GROUPS]
    is_both = indicator_id in JOINT_GROUPS and None not in maxima and stated == sum(filter(None, maxima))
    return JOINT_GROUPS if is_both else ()


def maximum_note(indicator_id: str, stated: Decimal | None, words: str, place: str) -> Note | None:
    """What to tell of a stated maximum; None when it is the decision's, or either is not known."""
    known = known_maximum(indicator_id)
    if stated is None or known is None or stated == known:
        return None
    name = indicators()[indicator_id].name_vi
    if both := published_together(indicator_id, stated):
        vi, en = (" + ".join(getattr(indicators()[one], name) for one in both) for name in ("name_vi", "name_en"))
        return Note(
            "maximum_above_group", "error",
            f"{shown(words)} có điểm tối đa {comma(stated)}: điểm gộp của hai nhóm «{vi}», văn bản không tách riêng,"
            " nên không nạp cho nhóm nào.",
            f"{shown(words)} is out of {stated}: the points of two groups in one ({en}). The letter does not part"
            " them, so neither group has a value.",
            place, indicator_id=indicator_id,
        )
    if is_other_quantity(indicator_id, stated):
        return Note(
            "maximum_above_group", "error",
            f"{shown(words)} có điểm tối đa {comma(stated)}, lớn hơn {comma(known)} của nhóm «{name}»:"
            " có thể gộp nhiều nhóm, nên không nạp giá trị này.",
            f"{shown(words)} is out of {stated}, more than the {known} of its group: perhaps several"
            " groups in one; not loaded.",
            place, indicator_id=indicator_id,
        )
    return Note(
        "maximum_below_group", "warning",
        f"{shown(words)} có điểm tối đa {comma(stated)}, khác {comma(known)} của nhóm «{name}»:"
        " giữ nguyên như văn bản.",
        f"{shown(words)} is out of {stated}, not the {known} of its group: kept as published.",
        place, indicator_id=indicator_id,
    )

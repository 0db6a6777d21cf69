"""What a person should be told of a batch that was read: drift, gaps, a refresh in the middle.

Belongs here: notes on the answers as answers. Does not belong here: notes on units (`unit_book`),
judgements on values (`sql/checks`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from orchestration.portal.contract_groups import ListAnswer, metric_codes
from orchestration.portal.hearing import Heard
from orchestration.readings import Note

_LISTED = 20  # pointers named in one note; the rest are counted


def notes_on(latest: Sequence[Heard], changed: Sequence[Heard]) -> list[Note]:
    """The notes of one batch: `latest` its answers, `changed` those that differed when asked again."""
    notes = [_demo(latest), _unknown_fields(latest), _mixed_refresh(changed), *_incomplete_children(latest)]
    return [note for note in (*notes, *_missing_metrics(latest)) if note is not None]


def _demo(latest: Sequence[Heard]) -> Note | None:
    """Said of a demo portal's answers, so that their figures never pass for real ones."""
    told = {one.record.headers["x-demo"] for one in latest if one.record.headers and "x-demo" in one.record.headers}
    if not told:
        return None
    listed = ", ".join(sorted(told))[:120]
    return Note(
        "demo_answer",
        "warning",
        f"Trả lời của cổng minh họa ({listed}): KHÔNG phải số liệu thật, không dùng để báo cáo.",
        f"Answers of a demo portal ({listed}): NOT real figures, not to be reported.",
        latest[0].question.label,
    )


def _unknown_fields(latest: Sequence[Heard]) -> Note | None:
    places = [f"{one.question.endpoint}#{field}" for one in latest for field in one.answer.unknown_fields]
    unknown = sorted(set(places))
    if not unknown:
        return None
    more = f" (+{len(unknown) - _LISTED})" if len(unknown) > _LISTED else ""
    listed = ", ".join(unknown[:_LISTED]) + more
    return Note(
        "unknown_fields",
        "info",
        f"Cổng trả thêm trường chưa biết, được giữ trong landing nhưng chưa nạp: {listed}.",
        f"The portal sent fields that are not known yet, kept in landing and not loaded: {listed}.",
        unknown[0],
    )


def _mixed_refresh(changed: Sequence[Heard]) -> Note | None:
    if not changed:
        return None
    labels = ", ".join(one.question.label for one in changed)
    return Note(
        "mixed_refresh",
        "warning",
        f"Cổng cập nhật số liệu giữa lúc đang lấy ({labels} đổi giá trị khi hỏi lại): không dùng lần lấy "
        "này để so sánh; hãy lấy lại.",
        f"The portal refreshed while the snapshot was taken ({labels} changed when asked again): it is kept "
        "out of comparisons; take it again.",
        changed[0].question.label,
    )


def _incomplete_children(latest: Sequence[Heard]) -> Iterator[Note]:
    pages: dict[str, list[ListAnswer]] = defaultdict(list)  # type: ignore[type-arg]
    for one in latest:
        if isinstance(one.answer.body, ListAnswer):
            pages[one.question.endpoint].append(one.answer.body)
    for endpoint, bodies in pages.items():
        received = sum(len(body.rows) for body in bodies)
        announced: Decimal = max(body.pagination.total for body in bodies)
        if received < announced:
            yield Note(
                "incomplete_children",
                "warning",
                f"Cổng báo có {announced} đơn vị nhưng chỉ nhận được {received}: phần còn lại để trống.",
                f"The portal announces {announced} units but {received} came: the others are left empty.",
                f"{endpoint}#/data/pagination/total",
            )


def _missing_metrics(latest: Sequence[Heard]) -> Iterator[Note]:
    for one in latest:
        body = one.answer.body
        if not isinstance(body, ListAnswer):
            continue
        known = metric_codes(type(body.root))
        short = [unit for unit in (body.root, *body.rows) if len(unit.metrics) < len(known)]
        absent = Counter(code for unit in short for code in known - {metric.code for metric in unit.metrics})
        for code, units in sorted(absent.items()):
            yield Note(
                "missing_metric",
                "warning",
                f"Chỉ số {code} không có ở {units} đơn vị trong phản hồi: để trống, không tính là 0.",
                f"The metric {code} is absent for {units} units of the answer: left empty, not counted as 0.",
                f"{one.question.label}#/data/{body.root_key}/metrics",
                indicator_id=code,
            )

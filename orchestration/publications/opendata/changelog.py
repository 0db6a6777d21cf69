"""CHANGELOG.md of the data: new cutoffs, corrected documents, rewritten periods.

Belongs here: the words. Does not belong here: finding what changed (`sql/publications/changelog.sql`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

import duckdb

from orchestration.publications.figures import select
from orchestration.publications.vietnamese import instant, number, period

_HEAD = """# Nhật ký số liệu / Changelog of the data

Mỗi mục là một ngày nhận số liệu, giờ Việt Nam; ngày mới nhất ở trên. Giá trị cũ không bị ghi đè: bảng
`revisions` và `observations` giữ mọi phiên bản. / One heading a day of receipt, newest first.
"""
_SOURCES = {"letter": "công văn", "portal": "Cổng Dịch vụ công quốc gia", "portal_legacy": "Cổng cũ",
            "provincial_system": "hệ thống của tỉnh"}  # fmt: skip
_REWRITTEN = {"corrected_document": "Văn bản đính chính", "closed_period": "Kỳ đã đóng bị viết lại"}
LISTED_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the changelog."""

    day: date
    section: int
    kind: str
    source: str
    scope_unit_id: str
    scope_name: str
    period_type: str
    period_start: date
    cutoff_at: datetime
    document_number: str | None
    unit_name: str | None
    indicator_name: str | None
    first_value: Decimal | None
    latest_value: Decimal | None
    value_count: int
    moved_count: int


def changelog(connection: duckdb.DuckDBPyConnection) -> str:
    """The whole changelog of an open published file, as markdown."""
    entries = select(connection, "changelog", Entry, {})
    parts = [_HEAD]
    for day, of_day in groupby(entries, key=lambda entry: entry.day):
        lines = [_line(entry) for entry in of_day]
        more = len(lines) - LISTED_A_DAY
        shown = lines[:LISTED_A_DAY] + ([f"- … và {more} dòng nữa, xem bảng `revisions`"] if more > 0 else [])
        parts.append("\n".join([f"## {day:%d/%m/%Y}", "", *shown, ""]))
    return "\n".join(parts)


def _line(entry: Entry) -> str:
    where = f"{_SOURCES.get(entry.source, entry.source)}, {entry.scope_name} ({entry.scope_unit_id}), " \
            f"{period(entry.period_type, entry.period_start)}"  # fmt: skip
    if entry.kind == "received":
        document = f" số {entry.document_number}" if entry.document_number else ""
        moved = f", {entry.moved_count} tăng hoặc giảm từ lần chốt trước" if entry.moved_count else ""
        return (
            f"- Mới / new: {where}{document}, chốt {instant(entry.cutoff_at)}: {entry.value_count} giá trị{moved}"
        )
    was, now = (number(v) if v is not None else "–" for v in (entry.first_value, entry.latest_value))
    what = f"{entry.unit_name}, {entry.indicator_name}: {was} → {now}"
    return f"- **{_REWRITTEN.get(entry.kind, entry.kind)}**: {where}: {what}"

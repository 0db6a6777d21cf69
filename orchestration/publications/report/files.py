"""A report as DOCX, markdown, and plain text for a chat.

Belongs here: formats. Does not belong here: what the report says (`content`). A chat cuts a long
message anywhere; so the text leaves whole sections out, the last first, and says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.shared import Mm

from orchestration.publications import decree30
from orchestration.publications.report.content import Report, Section
from orchestration.publications.shapes import Table
from orchestration.publications.vietnamese import shown

CHAT_CHARACTERS = 2000  # a message must stay under this
_MARKDOWN_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def to_docx(report: Report) -> bytes:
    """One page of A4: smaller than a letter, for it is no letter."""
    document = decree30.new_document(report.title)
    decree30.next_annex(document, is_first=True, landscape=False)
    document.sections[0].top_margin = document.sections[0].bottom_margin = Mm(15)
    for line in report.title.upper().split(": "):
        decree30.add_line(document, line, bold=True, size=13, after=1, keep=True)
    decree30.add_line(document, report.headline, bold=True, size=12, align=decree30.JUSTIFY, before=4, after=3)
    for section in report.sections:
        decree30.add_line(document, section.title, bold=True, size=11.5, align=decree30.LEFT, before=4, after=1,
                          keep=True)  # fmt: skip
        if section.table is not None:
            decree30.add_table(document, section.table, size=11, padding=0.5)
            continue
        for line in section.lines:
            decree30.add_line(document, f"– {line}", size=11, align=decree30.LEFT, after=0)
    for at, note in enumerate(report.notes):
        decree30.add_line(document, note, italic=True, size=10, align=decree30.LEFT, before=0 if at else 4, after=0)
    return decree30.to_bytes(document)


def to_markdown(report: Report) -> str:
    """Markdown; nothing in a name can become markup."""
    parts = [f"# {_plain(report.title)}", f"**{_plain(report.headline)}**"]
    for section in report.sections:
        body = _table(section.table) if section.table else _bullets(map(_plain, section.lines))
        parts.append(f"## {_plain(section.title)}\n\n{body}")
    parts.append("\n".join(f"*{_plain(note)}*  " for note in report.notes))
    return "\n\n".join(parts) + "\n"


def to_text(report: Report, limit: int = CHAT_CHARACTERS) -> str:
    """Plain text of fewer than `limit` characters; a section is there whole or is named as left out."""
    for kept in range(len(report.sections), -1, -1):
        text = _as_text(report, report.sections[:kept], report.sections[kept:])
        if len(text) < limit:
            return text
    return report.headline[: limit - 1]


def _as_text(report: Report, kept: Sequence[Section], left_out: Sequence[Section]) -> str:
    parts = [report.title.upper(), report.headline]
    parts += [f"{section.title}:\n{_bullets(section.lines)}" for section in kept]
    if left_out:
        parts.append("Xem thêm trong báo cáo đầy đủ: " + "; ".join(section.title for section in left_out) + ".")
    parts.append("\n".join(report.notes))
    return "\n\n".join(part for part in parts if part) + "\n"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(table: Table) -> str:
    rows = [[column.heading for column in table.columns], ["---"] * len(table.columns)]
    rows += [
        [_plain(shown(value, column.kind, column.places)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_MARKDOWN_SPECIAL)

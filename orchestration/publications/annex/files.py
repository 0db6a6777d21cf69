"""The annex and the comparison as files.

Belongs here: putting tables of an annex into DOCX and XLSX. Does not belong here: which tables there
are (`results`, `comparison`), how a format looks (`publications.decree30`, `publications.workbook`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.publications import decree30, workbook
from orchestration.publications.annex.words import Reference
from orchestration.publications.shapes import Table

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def to_docx(tables: Sequence[Table], reference: Reference, title: str) -> bytes:
    """Each table an annex of its own: new page, own page numbers, heading repeated."""
    document = decree30.new_document(title)
    for at, table in enumerate(tables):
        landscape = table.width_mm > decree30.PORTRAIT_MM
        decree30.next_annex(document, is_first=at == 0, landscape=landscape)
        decree30.add_annex_head(document, _name(at, len(tables)), table.title, reference.parts())
        decree30.add_table(document, table)
    return decree30.to_bytes(document)


def to_xlsx(tables: Sequence[Table], reference: Reference, title: str) -> bytes:
    """Each table a sheet of its own."""
    return workbook.to_bytes([
        workbook.Sheet(_name(at, len(tables)), (_name(at, len(tables)),), reference.caption(), table,
                       landscape=table.width_mm > decree30.PORTRAIT_MM)
        for at, table in enumerate(tables)
    ], title)  # fmt: skip


def _name(at: int, count: int) -> str:
    """"Phụ lục II"; no numeral where there is only one."""
    return f"Phụ lục {_NUMERALS[at]}" if count > 1 else "Phụ lục"

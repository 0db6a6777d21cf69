"""The province's own points laid out as a table: one row a group, its points, its maximum.

Belongs here: such tables → points as if they had been said in the text. Does not belong here:
what the points mean (`province`), tables of units (`annex`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.letters.blocks import Row, Table
from orchestration.letters.grammar.plain import plain, unaccented
from orchestration.letters.grammar.scores import SaidPoints
from orchestration.readings import Refused
from orchestration.reference.labels import find_indicator

_MIN_GROUPS = 3  # fewer rows that name an indicator may be chance
_LABEL = re.compile(r"\W*(?:ten )?(?:cac )?(?:nhom )?(?:chi so|chi tieu|tieu chi|noi dung)\b")
_MAXIMUM = re.compile(r"\b(?:toi da|diem chuan|thang diem)\b")
_SCORE = re.compile(r"\bdiem\b|\bket qua\b")
_TOTAL = re.compile(r"\W*tong(?: cong| so)?\W*")


def points_in_table(table: Table, place: str) -> list[SaidPoints]:
    """A scoreboard's points, "-" and blanks left out; [] for a table of another kind.

    Raises `Refused` for a row whose cells do not fit the heading.
    """
    heading = next((at for at, row in enumerate(table.rows) if _score_at(row) is not None), None)
    if heading is None:
        return []
    rows = table.rows[heading + 1:]
    label_at = _label_at(table.rows[heading])
    known = sum(bool(_label(row, label_at)) for row in rows)
    if known < _MIN_GROUPS:
        return []
    columns = table.rows[heading]
    said = (_points(row, columns, label_at, f"{place}, dòng {at}") for at, row in enumerate(rows, 1))
    return [points for points in said if points]


def _points(row: Row, heading: Row, label_at: int, place: str) -> SaidPoints | None:
    width, cells = len(heading.cells), len(row.cells)
    if cells != width:
        raise Refused(
            place,
            f"Dòng này có {cells} ô, trong khi bảng có {width} cột: hãy đối chiếu với bản gốc.",
            f"The row has {cells} cells, the table {width} columns: check the original.",
        )
    label = _label(row, label_at) or plain(row.cells[label_at].text)
    text = plain(row.cells[_score_at(heading) or 0].text)
    maximum_at = _maximum_at(heading)
    if not re.search("[0-9]", text):
        return None
    if "/" not in text and maximum_at is not None:
        text = f"{text}/{plain(row.cells[maximum_at].text)}"
    return SaidPoints(label, text, place, is_listed=True, has_unit=True)


def _label(row: Row, label_at: int) -> str | None:
    """The row's words when they name an indicator; a bare "Tổng cộng" is the total's."""
    if label_at >= len(row.cells):
        return None
    text = plain(row.cells[label_at].text)
    if _TOTAL.fullmatch(unaccented(text)):
        return "TOTAL"
    return text if find_indicator(text) else None


def _folded(row: Row) -> Sequence[str]:
    return [unaccented(plain(cell.text)) for cell in row.cells]


def _label_at(heading: Row) -> int:
    return next((at for at, text in enumerate(_folded(heading)) if _LABEL.match(text)), 0)


def _maximum_at(heading: Row) -> int | None:
    return next((at for at, text in enumerate(_folded(heading)) if _MAXIMUM.search(text)), None)


def _score_at(heading: Row) -> int | None:
    """The column of points in a row that is a scoreboard's heading; None in any other row."""
    texts = _folded(heading)
    if not any(_LABEL.match(text) for text in texts):
        return None
    free = (at for at, text in enumerate(texts) if _SCORE.search(text) and not _MAXIMUM.search(text))
    return next((at for at in free if not _LABEL.match(texts[at])), None)

"""Names nobody knows → rows for this installation's `units.csv`, for a person to complete.

Belongs here: the form of the proposal. Does not belong here: which names are unknown
(`letters.reading`), or taking a row up: a person does that, and states the source.

Nothing is guessed: the source is left empty, and so is a level that the letter does not state; a
list with an empty source is not accepted (`registry`), so no row counts that nobody has looked at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from orchestration.readings import Level
from orchestration.reference.names import fold
from orchestration.reference.registry import UNIT_COLUMNS, load_units

FORMULA_SIGNS = ("=", "+", "-", "@")
"""What makes a spreadsheet take a cell for a formula; no unit's name begins so."""


def proposed_row(
    name: str, level: Level | None, province_id: str, place: str, nearest: Sequence[tuple[str, str, float]]
) -> dict[str, str]:
    """One row of the proposal; the note says where the name stood, and which units are called nearly so."""
    like = "; ".join(f"{unit_id} «{official}» {pct:.0f} %" for unit_id, official, pct in nearest)
    note = f"{place}. " + (
        f"Nếu là tên khác của {like} thì ghi vào unit_aliases.csv / if another spelling of it: unit_aliases.csv"
        if like else "Không có đơn vị nào gần giống / no unit is called nearly so"
    )
    return dict.fromkeys(UNIT_COLUMNS, "") | {
        "unit_id": f"{province_id}~{fold(name).replace(' ', '-')}", "name": name, "level": level or "",
        "parent_id": province_id, "note": " ".join(note.split()),
    }


def is_plausible(name: str) -> bool:
    """Whether a name may stand in a list at all."""
    return bool(fold(name)) and not name.startswith(FORMULA_SIGNS)


def as_csv(rows: Iterable[dict[str, str]]) -> str:
    """The proposal as a file in the form of `units.csv`; ids that are taken get a number."""
    taken = {unit.unit_id for unit in load_units()}
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, UNIT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        unit_id, number = row["unit_id"], 1
        while unit_id in taken:
            number += 1
            unit_id = f"{row['unit_id']}-{number}"
        taken.add(unit_id)
        writer.writerow(row | {"unit_id": unit_id})
    return buffer.getvalue()

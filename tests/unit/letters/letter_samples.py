"""Letters for the tests: the real one, and small ones made by words alone.

Does not belong here: letters in other formats (they have a generator of their own).
"""

from __future__ import annotations

import csv
import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from orchestration.landing.records import Record
from orchestration.letters.blocks import Cell, Paragraph, Row, Table
from orchestration.letters.reading import read_letter_record
from orchestration.readings import Observation, Reading

ROOT = Path(__file__).parents[3]
LETTER_694 = ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md"
FIGURES_694 = ROOT / "tests" / "fixtures" / "letters" / "694-VP-NC"
RECEIVED_AT = datetime(2023, 12, 1, 9, 30, tzinfo=UTC)

HEAD = """UBND TỈNH QUẢNG TRỊ
VĂN PHÒNG

Số: 12/VP-NC

Quảng Trị, ngày 05 tháng 9 năm 2024

V/v công khai kết quả đánh giá Bộ chỉ số

Kính gửi: Các cơ quan, đơn vị.

"""
CUTOFF = "* Thời điểm chốt số liệu: 16h ngày 30/8/2024."
HEADING = "STT\tTên cơ quan/ đơn vị\tTiến độ giải quyết (%)\tSố hóa hồ sơ (%)"


def text_694() -> str:
    return LETTER_694.read_text(encoding="utf-8")


def record_of(payload: bytes, name: str = "letter.md") -> Record:
    """A landed letter's record, as the archive would write it."""
    return Record(
        kind="letter", name=name, record_id="0123456789abcdef01234567", received_at=RECEIVED_AT,
        sha256=hashlib.sha256(payload).hexdigest(), size_bytes=len(payload),
    )


def readings(text: str | bytes) -> list[Reading]:
    payload = text.encode() if isinstance(text, str) else text
    return read_letter_record(record_of(payload), payload)


def reading(text: str | bytes) -> Reading:
    """The one reading of a letter."""
    (only,) = readings(text)
    return only


def letter(*rows: str, heading: str = HEADING, caption: str = "PHỤ LỤC\nKẾT QUẢ NĂM 2024",
           cutoff: str = CUTOFF, head: str = HEAD) -> str:
    """A letter of one annex table, whose rows are lines of tabs."""
    return f"{head}{caption}\n\n" + "\n".join([heading, *rows]) + f"\n\n{cutoff}\n"


def values(of: Reading, indicator_id: str) -> dict[str, Observation]:
    """A reading's observations of one indicator by unit."""
    return {o.unit_id or "": o for o in of.observations if o.indicator_id == indicator_id}


def rules(of: Reading) -> list[str]:
    return [note.rule for note in of.notes]


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, line=at) for at, text in enumerate(texts, start=1)]


def table(*lines: str) -> Table:
    """A table whose cells are parted by "|" in each line."""
    return Table(tuple(
        Row(tuple(Cell(text.strip()) for text in line.split("|")), line=at)
        for at, line in enumerate(lines, start=1)
    ))


def rates_694() -> list[tuple[str, int, str, str, Decimal]]:
    """(table, row, unit, indicator, rate) of the real letter's two tables, from the fixture."""
    with (FIGURES_694 / "rates.csv").open(encoding="utf-8") as file:
        return [
            (line["table"], int(line["row"]), line["unit_id"], indicator, Decimal(line[indicator]))
            for line in csv.DictReader(file) for indicator in ("TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
        ]

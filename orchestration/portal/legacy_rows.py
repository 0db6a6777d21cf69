"""The old portal's rows, from the two forms they are kept in: a JSON list, or a CSV file.

Belongs here: bytes to rows of text, each with its place. Does not belong here: what the columns
mean (`legacy`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.portal.contract_json import decoded, read_json, shown
from orchestration.readings import Refused

REQUIRED = (
    "TEN_COQUAN", "MA_COQUAN", "LOAI_COQUAN",
    "TDGQ", "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB", "TONG_SCORE",
)
IGNORED = ("ID", "TEN", "CAPDONVIID", "ID_COQUAN", "ROW_STT")


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """One unit: its texts by column, None where the source has null or nothing.

    `number` is the row's place in the source: the index in the JSON list, or the line of the file.
    """

    number: int
    texts: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LegacyRows:
    """All rows of one answer. `place` is the template of a place, with `{row}` and `{column}`."""

    place: str
    rows: tuple[LegacyRow, ...]
    unknown_columns: tuple[str, ...]


def read_rows(payload: bytes) -> LegacyRows:
    """The rows in `payload`; `Refused` for what is neither form, or lacks a column, or is empty."""
    text = decoded(payload)
    is_json = text.lstrip().startswith(("[", "{"))
    place = "/{row}/{column}" if is_json else "dòng {row}, cột {column}"
    rows = tuple(_rows_of_json(payload) if is_json else _rows_of_csv(text))
    if not rows:
        raise Refused(
            "/",
            "Danh sách trống: không có đơn vị nào. Hãy lấy lại từ nguồn.",
            "The list is empty: it has no unit. Take it again from its source.",
        )
    for row in rows:
        for column in REQUIRED:
            if column not in row.texts:
                raise Refused(
                    place.format(row=row.number, column=column),
                    f"Thiếu cột bắt buộc {column}. Hãy lấy đủ các cột của report_tinh_766_service.",
                    f"The column {column} is missing. Take all columns of report_tinh_766_service.",
                )
    columns = {column for row in rows for column in row.texts}
    return LegacyRows(place, rows, tuple(sorted(columns - {*REQUIRED, *IGNORED})))


def _rows_of_json(payload: bytes) -> Iterator[LegacyRow]:
    tree = read_json(payload)
    if not isinstance(tree, list):
        raise Refused(
            "/",
            "Nội dung JSON không phải danh sách các dòng. Hãy xem lại nguồn của tệp.",
            "The JSON is not a list of rows. Check where the file comes from.",
        )
    for number, entry in enumerate(tree):
        if not isinstance(entry, dict):
            raise _not_text(f"/{number}", entry)
        for column, value in entry.items():
            if value is not None and not isinstance(value, str):
                raise _not_text(f"/{number}/{column}", value)
        yield LegacyRow(number, {column: value or None for column, value in entry.items()})


def _not_text(place: str, value: object) -> Refused:
    return Refused(
        place,
        f"Cổng cũ ghi mọi giá trị dưới dạng chuỗi, ở đây là {shown(value)}. Hãy xem lại nguồn của tệp.",
        f"The old portal writes every value as a text; here is {shown(value)}. Check the file's source.",
    )


def _rows_of_csv(text: str) -> Iterator[LegacyRow]:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader)
        for cells in filter(None, reader):
            if len(cells) != len(header) or len(set(header)) != len(header):
                raise Refused(
                    f"dòng {reader.line_num}",
                    f"Dòng có {len(cells)} ô nhưng tiêu đề có {len(set(header))} cột khác nhau. "
                    "Hãy sửa tệp CSV.",
                    f"The line has {len(cells)} cells, the header {len(set(header))} distinct columns. "
                    "Mend the CSV file.",
                )
            yield LegacyRow(reader.line_num, {k: v or None for k, v in zip(header, cells, strict=True)})
    except csv.Error as error:
        raise Refused(
            f"dòng {reader.line_num}",
            "Tệp không phải CSV hợp lệ. Hãy xuất lại tệp.",
            f"The file is not valid CSV ({error}). Export it again.",
        ) from error

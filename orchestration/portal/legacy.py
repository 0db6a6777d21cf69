"""The old portal's scores (`report_tinh_766_service`, 2022 to 2025) as a reading.

Belongs here: what its request asked and what its columns mean. Does not belong here: the forms it
is kept in (`legacy_rows`), comparing it with today's portal (SQL: another methodology).

`request.payload` is the object that was sent as `params`. ROW_STT counts agencies and communes
together, so it is no rank in a cohort and is not read; ID and ID_COQUAN are internal to the old
portal and join nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from orchestration.landing.records import Record
from orchestration.periods import Period, PeriodType, period_of
from orchestration.portal.capture_times import capture_times
from orchestration.portal.contract_json import shown
from orchestration.portal.contract_shapes import GROUP_MAXIMA
from orchestration.portal.legacy_rows import LegacyRow, LegacyRows, read_rows
from orchestration.portal.requests_made import request_refused
from orchestration.portal.unit_codes import COUNTRY, level_by_code, official_code, parent_code
from orchestration.readings import Level, Note, Observation, Reading, Refused, UnitSighting

SERVICE = "report_tinh_766_service"

_MAXIMA: dict[str, Decimal] = {"TOTAL": Decimal(100), **{str(k): v for k, v in GROUP_MAXIMA.items()}}
_LEVELS: dict[str, Level] = {"1": "province", "2": "agency", "3": "commune"}  # by LOAI_COQUAN
_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,17})?")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_YEARS = range(2022, 2100)  # the index begins in 2022
_PERIOD_PARAMS: dict[str, PeriodType] = {"p_thang": "month", "p_quy": "quarter", "p_6thang": "half"}


def read_legacy(record: Record, payload: bytes) -> Reading:
    """The rows of one answer of the old portal, as one snapshot of source `portal_legacy`.

    The period, and whether the rows are provinces or one province's units, come from the record's
    request. Raises `Refused` for a bare file without a record of its request, and for rows that
    are not of the known form, naming the JSON pointer or the line and column.
    """
    params = _params_of(record)
    period, is_national = _period_of(params), _number(params, "p_tinh_id") == 0
    times = capture_times([record])
    times.require_begun(period)
    found = read_rows(payload)
    units = _units_of(found, is_national)
    return Reading(
        source="portal_legacy",
        scope_unit_id=units[0].parent_id or COUNTRY,
        period=period,
        cutoff_at=times.cutoff_at,
        observed_at=times.observed_at,
        observed_after=times.observed_after,
        sha256=record.sha256,
        record_ids=(record.record_id,),
        observations=list(_observations(found, units)),
        units=units,
        notes=list(_notes(found, units)),
    )


def _params_of(record: Record) -> Mapping[str, Any]:
    params = (record.request or {}).get("payload")
    if not isinstance(params, dict) or params.get("service") != SERVICE:
        raise request_refused(
            "/request/payload/service",
            f"Không biết các dòng này trả lời yêu cầu nào: cần tệp .meta.json ghi request.payload với "
            f"service {SERVICE}, p_nam, p_tinh_id và p_thang, p_quy hoặc p_6thang",
            f"It is not known what these rows answer: a .meta.json is needed whose request.payload has "
            f"service {SERVICE}, p_nam, p_tinh_id and p_thang, p_quy or p_6thang",
        )
    for name in ("p_huyen_id", "p_xa_id", "loaichitieu"):
        if _number(params, name) != 0:
            raise request_refused(
                f"/request/payload/{name}",
                f"Yêu cầu có bộ lọc {name} chưa rõ tác dụng nên không nạp",
                f"The request filters by {name}, whose effect is not known, so it is not loaded",
            )
    return params


def _period_of(params: Mapping[str, Any]) -> Period:
    year = _number(params, "p_nam")
    given = {name: number for name in _PERIOD_PARAMS if (number := _number(params, name))}
    if year not in _YEARS or len(given) > 1:
        raise _no_period("p_nam")
    name, number = next(iter(given.items()), (None, 1))
    try:
        return period_of(_PERIOD_PARAMS[name] if name else "year", year, number)
    except ValueError as error:
        raise _no_period(name or "p_nam") from error


def _no_period(name: str) -> Refused:
    return request_refused(
        f"/request/payload/{name}",
        "Yêu cầu không cho biết một kỳ: cần p_nam từ 2022 và nhiều nhất một trong p_thang, p_quy, p_6thang",
        "The request names no one period: p_nam from 2022 on, and at most one of p_thang, p_quy, p_6thang",
    )


def _number(params: Mapping[str, Any], name: str) -> int:
    value = params.get(name)
    text = "0" if value in (None, "") else str(value)
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", text):
        raise request_refused(
            f"/request/payload/{name}",
            f"Tham số {name} phải là số nguyên, ở đây là {shown(value)}",
            f"The parameter {name} must be a whole number, not {shown(value)}",
        )
    return int(text)


def _units_of(found: LegacyRows, is_national: bool) -> list[UnitSighting]:
    units: list[UnitSighting] = []
    seen: set[str] = set()
    for row in found.rows:
        unit = _unit_of(found, row, is_national)
        code = unit.unit_id or ""
        if code in seen:
            raise _cell_refused(found, row, "MA_COQUAN", "mã xuất hiện hai lần", "the code is given twice")
        if units and unit.parent_id != units[0].parent_id:
            raise _cell_refused(
                found, row, "MA_COQUAN", "mã thuộc tỉnh khác các dòng trên", "it is of another province"
            )
        seen.add(code)
        units.append(unit)
    return units


def _unit_of(found: LegacyRows, row: LegacyRow, is_national: bool) -> UnitSighting:
    try:
        code = official_code(row.texts["MA_COQUAN"] or "")
    except ValueError as error:
        raise _cell_refused(found, row, "MA_COQUAN", "không phải mã đơn vị", "no unit's code") from error
    level = _LEVELS.get(row.texts["LOAI_COQUAN"] or "")
    if level is None or (level == "province") != is_national:
        raise _cell_refused(
            found, row, "LOAI_COQUAN",
            "loại đơn vị không thuộc danh sách đã yêu cầu", "not a kind of unit that was asked for",
        )
    parent = COUNTRY if is_national else parent_code(code)
    if parent is None or (is_national and parent_code(code)):
        raise _cell_refused(found, row, "MA_COQUAN", "không hợp với cấp của đơn vị", "not fit for the level")
    name = normalize("NFC", row.texts["TEN_COQUAN"] or "")
    if not name.strip() or _UNWRITABLE.search(name):
        raise _cell_refused(found, row, "TEN_COQUAN", "không phải tên đơn vị", "not a unit's name")
    return UnitSighting(code, None, name, level, parent)


def _observations(found: LegacyRows, units: list[UnitSighting]) -> Iterator[Observation]:
    for row, unit in zip(found.rows, units, strict=True):
        for indicator, maximum in _MAXIMA.items():
            column = "TONG_SCORE" if indicator == "TOTAL" else indicator
            text = row.texts[column]
            score = _points(found, row, column, maximum)
            yield Observation(
                indicator, unit.unit_id, None, score, maximum,
                locator=found.place.replace("{column}", column), row=row.number,
                raw_text=text if score is not None and text != str(score) else None,
            )


def _points(found: LegacyRows, row: LegacyRow, column: str, maximum: Decimal) -> Decimal | None:
    text = row.texts[column]
    if text is None or not text.strip():
        return None
    if not _POINTS.fullmatch(text.strip()):
        raise _cell_refused(found, row, column, "cần số viết bằng dấu chấm", "a number with a dot is needed")
    score = Decimal(text.strip())
    if score > maximum:
        raise _cell_refused(found, row, column, f"vượt điểm tối đa {maximum}", f"above its maximum {maximum}")
    return score


def _notes(found: LegacyRows, units: list[UnitSighting]) -> Iterator[Note]:
    if found.unknown_columns:
        listed = ", ".join(map(shown, found.unknown_columns))
        yield Note(
            "unknown_fields", "info",
            f"Có cột chưa biết, được giữ trong landing nhưng chưa nạp: {listed}.",
            f"There are columns that are not known yet, kept in landing and not loaded: {listed}.",
        )
    for row, unit in zip(found.rows, units, strict=True):
        told = level_by_code(unit.unit_id or "")
        if unit.level != "province" and told not in (None, unit.level):
            yield Note(
                "unit_level_disagreement", "warning",
                f"LOAI_COQUAN ({unit.level}) và mã {unit.unit_id} ({told}) không thống nhất cấp của đơn vị.",
                f"LOAI_COQUAN ({unit.level}) and the code {unit.unit_id} ({told}) disagree on the level.",
                found.place.format(row=row.number, column="LOAI_COQUAN"), unit.unit_id,
            )


def _cell_refused(found: LegacyRows, row: LegacyRow, column: str, vi: str, en: str) -> Refused:
    value = shown(row.texts[column])
    return Refused(
        found.place.format(row=row.number, column=column),
        f"Giá trị {value} của cột {column}: {vi}. Hãy sửa tệp hoặc yêu cầu đã ghi rồi nạp lại.",
        f"The value {value} of column {column}: {en}. Mend the file or the recorded request, ingest again.",
    )

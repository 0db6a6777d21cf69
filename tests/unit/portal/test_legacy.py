"""The old portal's rows. Every row here is invented, in the form of `report_tinh_766_service`."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_answers import landed

from orchestration.landing.records import Record
from orchestration.periods import Period
from orchestration.portal.legacy import read_legacy
from orchestration.readings import Reading, Refused

GROUPS = ("TDGQ", "MDHL", "MDSH", "TTTT", "CLGQ", "CKMB")
HEADER = [
    "ID", "TEN", "TEN_COQUAN", "MA_COQUAN", "LOAI_COQUAN", "CAPDONVIID", "ID_COQUAN",
    *GROUPS, "TONG_SCORE", "ROW_STT",
]
# the first four values of a row are its name, code, LOAI_COQUAN and CAPDONVIID
PROVINCES = [
    ["UBND tỉnh Thử Nghiệm", "H91", "1", "1", "19.25", "17.5", "20.5", "9", "8.75", "15", "90", "1"],
    ["UBND tỉnh Mẫu", "000.00.00.H92", "1", "1", "18", "", "20.01", "0", "8.1", "14.9", "", "2"],
]
CHILDREN = [
    ["Sở Thử Nghiệm - tỉnh Mẫu", "H92.04", "2", "1", "18", "18", "22", "10", "12", "18", "98", "1"],
    ["UBND xã Mẫu Sơn", "H92.104", "3", "2", "10.5", "12", "0", "10", "12", "17.25", "61.75", "103"],
]
CAPTURED = datetime(2025, 10, 11, 2, 30, tzinfo=UTC)


def rows_of(rows: list[list[str]]) -> list[dict[str, str]]:
    """Rows of the old portal's fifteen columns."""
    found = []
    for number, (name, code, kind, level, *values) in enumerate(rows, 910_001):
        cells = [str(number), name, name, code, kind, level, str(number), *values]
        found.append(dict(zip(HEADER, cells, strict=True)))
    return found


def as_json(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def record_of(payload: bytes, **params: Any) -> Record:
    sent = {"type": "ref", "service": "report_tinh_766_service", "p_nam": "2025", "p_tinh_id": "0",
            "p_huyen_id": "", "p_6thang": 0, "p_quy": 0, "p_thang": 0, "p_loaidonvi": 1,
            "loaichitieu": 0, "pageIndex": 1, "pageSize": 1000, "p_default": 0, **params}
    request = {"method": "POST", "path": "/jsp/rest.jsp", "payload": sent, "status": 200}
    return landed(payload, kind="portal_legacy", name="old", request=request, captured_at=CAPTURED)


def read(payload: bytes, **params: Any) -> Reading:
    return read_legacy(record_of(payload, **params), payload)


def refused(payload: bytes, **params: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        read(payload, **params)
    return caught.value


def scores(reading: Reading) -> dict[tuple[str | None, str], Decimal | None]:
    return {(seen.unit_id, seen.indicator_id): seen.score for seen in reading.observations}


@pytest.mark.parametrize("form", [as_json, as_csv])
def test_every_value_of_the_rows(form: Any) -> None:
    reading = read(form(rows_of(PROVINCES)))
    assert scores(reading) == {
        ("H91", "TOTAL"): Decimal(90), ("H91", "TDGQ"): Decimal("19.25"), ("H91", "MDHL"): Decimal("17.5"),
        ("H91", "MDSH"): Decimal("20.5"), ("H91", "TTTT"): Decimal(9), ("H91", "CLGQ"): Decimal("8.75"),
        ("H91", "CKMB"): Decimal(15),
        ("H92", "TOTAL"): None, ("H92", "TDGQ"): Decimal(18), ("H92", "MDHL"): None,
        ("H92", "MDSH"): Decimal("20.01"), ("H92", "TTTT"): Decimal(0), ("H92", "CLGQ"): Decimal("8.1"),
        ("H92", "CKMB"): Decimal("14.9"),
    }
    assert len(reading.observations) == 14
    assert {seen.max_score for seen in reading.observations if seen.indicator_id == "TTTT"} == {Decimal(10)}
    assert {seen.raw_text for seen in reading.observations} == {None}


def test_the_snapshot_is_of_the_old_portal() -> None:
    payload = as_json(rows_of(PROVINCES))
    reading = read(payload)
    assert (reading.source, reading.scope_unit_id) == ("portal_legacy", "VN")
    assert reading.period == Period("year", date(2025, 1, 1))
    assert (reading.cutoff_at, reading.observed_at, reading.observed_after) == (CAPTURED, CAPTURED, None)
    assert reading.sha256 == record_of(payload).sha256
    assert reading.notes == []


def test_a_provinces_units_are_its_children() -> None:
    reading = read(as_json(rows_of(CHILDREN)), p_tinh_id="398126")
    assert reading.scope_unit_id == "H92"
    units = [(unit.unit_id, unit.name, unit.level, unit.parent_id, unit.portal_id) for unit in reading.units]
    assert units == [
        ("H92.04", "Sở Thử Nghiệm - tỉnh Mẫu", "agency", "H92", None),
        ("H92.104", "UBND xã Mẫu Sơn", "commune", "H92", None),
    ]


def test_every_value_keeps_its_place() -> None:
    rows = rows_of(CHILDREN)
    in_json = read(as_json(rows), p_tinh_id="7").observations
    in_csv = read(as_csv(rows), p_tinh_id="7").observations
    for seen in in_json:
        column = seen.locator.removeprefix("/{row}/")
        text = rows[seen.row or 0][column]
        assert seen.score == Decimal(text)
        assert column == ("TONG_SCORE" if seen.indicator_id == "TOTAL" else seen.indicator_id)
    lines = as_csv(rows).decode("utf-8-sig").splitlines()
    for seen in in_csv:
        column = seen.locator.removeprefix("dòng {row}, cột ")
        assert seen.score == Decimal(lines[(seen.row or 0) - 1].split(",")[HEADER.index(column)])


def test_the_list_position_is_no_rank_and_no_observation() -> None:
    indicators = {seen.indicator_id for seen in read(as_json(rows_of(CHILDREN)), p_tinh_id="7").observations}
    assert indicators == {"TOTAL", *GROUPS}


def test_names_are_composed_and_text_beside_a_number_is_kept() -> None:
    rows = rows_of(CHILDREN)
    rows[0]["TEN_COQUAN"] = normalize("NFD", rows[0]["TEN_COQUAN"])
    rows[0]["TDGQ"] = " 9.50"
    reading = read(as_json(rows), p_tinh_id="7")
    assert reading.units[0].name == "Sở Thử Nghiệm - tỉnh Mẫu"
    seen = next(seen for seen in reading.observations if seen.indicator_id == "TDGQ")
    assert (str(seen.score), seen.raw_text) == ("9.50", " 9.50")


@pytest.mark.parametrize(
    ("params", "period"),
    [
        ({}, Period("year", date(2025, 1, 1))),
        ({"p_thang": None, "p_quy": "", "p_6thang": "0"}, Period("year", date(2025, 1, 1))),
        ({"p_nam": 2024, "p_thang": "9"}, Period("month", date(2024, 9, 1))),
        ({"p_quy": 2}, Period("quarter", date(2025, 4, 1))),
        ({"p_6thang": "2", "p_nam": "2023"}, Period("half", date(2023, 7, 1))),
    ],
)
def test_the_period_is_the_one_asked_for(params: dict[str, Any], period: Period) -> None:
    assert read(as_json(rows_of(PROVINCES)), **params).period == period


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"p_nam": None}, "p_nam"),
        ({"p_nam": "2021"}, "p_nam"),
        ({"p_nam": "năm nay"}, "p_nam"),
        ({"p_nam": True}, "p_nam"),
        ({"p_nam": [2025]}, "p_nam"),
        ({"p_nam": "9" * 5000}, "p_nam"),
        ({"p_thang": 13}, "p_thang"),
        ({"p_quy": 5}, "p_quy"),
        ({"p_6thang": 3}, "p_6thang"),
        ({"p_thang": 3, "p_quy": 1}, "p_nam"),
        ({"p_thang": "-1"}, "p_thang"),
        ({"p_tinh_id": "H50"}, "p_tinh_id"),
        ({"p_huyen_id": "12"}, "p_huyen_id"),
        ({"p_xa_id": 3}, "p_xa_id"),
        ({"loaichitieu": 2}, "loaichitieu"),
        ({"service": "report_xuhuongdiem_service"}, "service"),
        ({"service": None}, "service"),
    ],
)
def test_a_request_that_is_not_understood_is_refused(params: dict[str, Any], name: str) -> None:
    assert refused(as_json(rows_of(PROVINCES)), **params).place == f"/request/payload/{name}"


def test_a_bare_file_is_refused_and_asks_for_its_record() -> None:
    payload = as_csv(rows_of(PROVINCES))
    bare = landed(payload, kind="portal_legacy", name="soban.csv", captured_at=CAPTURED)
    with pytest.raises(Refused) as caught:
        read_legacy(bare, payload)
    assert ".meta.json" in caught.value.vi
    assert "p_nam" in caught.value.en


def test_rows_without_a_capture_time_or_older_than_their_period_are_refused() -> None:
    payload = as_csv(rows_of(PROVINCES))
    timeless = record_of(payload).model_copy(update={"captured_at": None})
    with pytest.raises(Refused) as caught:
        read_legacy(timeless, payload)
    assert caught.value.place == "/captured_at"
    assert "2025-month-11" in refused(payload, p_thang=11).en


@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        ("TDGQ", "20.01", "/1/TDGQ"),
        ("TTTT", "10.5", "/1/TTTT"),
        ("TONG_SCORE", "100.1", "/1/TONG_SCORE"),
        ("CKMB", "-1", "/1/CKMB"),
        ("CKMB", "15,64", "/1/CKMB"),
        ("CKMB", "1e1", "/1/CKMB"),
        ("CKMB", "NaN", "/1/CKMB"),
        ("CKMB", "Đ5", "/1/CKMB"),
        ("CKMB", "١٥", "/1/CKMB"),
        ("CKMB", 15.64, "/1/CKMB"),
        ("CKMB", True, "/1/CKMB"),
        ("MA_COQUAN", "", "/1/MA_COQUAN"),
        ("MA_COQUAN", "H92/../x", "/1/MA_COQUAN"),
        ("MA_COQUAN", "H92.04", "/1/MA_COQUAN"),
        ("MA_COQUAN", "H93.104", "/1/MA_COQUAN"),
        ("MA_COQUAN", "H92", "/1/MA_COQUAN"),
        ("LOAI_COQUAN", "4", "/1/LOAI_COQUAN"),
        ("LOAI_COQUAN", None, "/1/LOAI_COQUAN"),
        ("LOAI_COQUAN", "1", "/1/LOAI_COQUAN"),
        ("TEN_COQUAN", " ", "/1/TEN_COQUAN"),
        ("TEN_COQUAN", "UBND\x00", "/1/TEN_COQUAN"),
    ],
)
def test_a_wrong_cell_is_refused_at_its_place(column: str, value: Any, place: str) -> None:
    rows: list[dict[str, Any]] = list(rows_of(CHILDREN))
    rows[1][column] = value
    assert refused(as_json(rows), p_tinh_id="7").place == place
    if isinstance(value, str):
        assert refused(as_csv(rows), p_tinh_id="7").place == f"dòng 3, cột {column}"


@pytest.mark.parametrize("column", ["MA_COQUAN", "TEN_COQUAN", "LOAI_COQUAN", "TONG_SCORE", *GROUPS])
def test_a_missing_column_is_refused(column: str) -> None:
    rows = rows_of(CHILDREN)
    for row in rows:
        row.pop(column)
    assert refused(as_json(rows), p_tinh_id="7").place == f"/0/{column}"
    assert refused(as_csv(rows), p_tinh_id="7").place == f"dòng 2, cột {column}"


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        (b"", "/"),
        (b"[]", "/"),
        (b"{}", "/"),
        (b'{"error":"x"}', "/"),
        (b"[1]", "/0"),
        (b"<html>Request Rejected</html>", "/"),
        (b'[{"TDGQ":"1"', "dòng 1, ký tự 13"),
        (b'[{"TDGQ":"1","TDGQ":"2"}]', "/0"),
        (b"[" * 50_000, "/"),
        (",".join(HEADER).encode(), "/"),
        (b"A,B\r\n1\r\n", "dòng 2"),
        (b"A,A\r\n1,2\r\n", "dòng 2"),
        (b'A,B\r\n"1,2\r\n', "dòng 2"),
        (b"A,B\r\n" + b"x" * 200_000 + b",1\r\n", "dòng 2"),
        ("TEN".encode("utf-16"), "byte 0"),
    ],
)
def test_what_is_no_list_of_rows_is_refused(payload: bytes, place: str) -> None:
    assert refused(payload).place == place


def test_a_name_that_no_file_could_hold_is_refused() -> None:
    payload = as_json(rows_of(CHILDREN)).replace("UBND xã Mẫu Sơn".encode(), b"UBND \\udc00")
    assert refused(payload, p_tinh_id="7").place == "/1/TEN_COQUAN"


def test_units_of_a_province_are_not_provinces() -> None:
    assert refused(as_json(rows_of(CHILDREN))).place == "/0/LOAI_COQUAN"
    assert refused(as_json(rows_of(PROVINCES)), p_tinh_id="7").place == "/0/LOAI_COQUAN"


def test_an_unknown_column_is_noted() -> None:
    rows = [{**row, "GHI_CHU": "x"} for row in rows_of(CHILDREN)]
    (note,) = read(as_csv(rows), p_tinh_id="7").notes
    assert note.rule == "unknown_fields"
    assert "GHI_CHU" in note.vi


def test_a_code_that_tells_another_level_is_noted() -> None:
    rows = rows_of(CHILDREN)
    rows[1]["LOAI_COQUAN"] = "2"
    (note,) = read(as_json(rows), p_tinh_id="7").notes
    assert (note.rule, note.unit_id, note.place) == ("unit_level_disagreement", "H92.104", "/1/LOAI_COQUAN")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(HEADER), st.text(max_size=12) | st.decimals(0, 101, places=2).map(str), st.booleans())
def test_any_text_in_a_cell_is_read_as_it_is_or_refused(column: str, text: str, in_csv: bool) -> None:
    rows = rows_of(CHILDREN)
    rows[1][column] = text
    try:
        reading = read(as_csv(rows) if in_csv else as_json(rows), p_tinh_id="7")
    except Refused:
        return
    found = scores(reading)
    for indicator in ("TOTAL", *GROUPS):
        cell = rows[1]["TONG_SCORE" if indicator == "TOTAL" else indicator].strip()
        assert found[reading.units[1].unit_id, indicator] == (Decimal(cell) if cell else None)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_refused(payload: bytes) -> None:
    with pytest.raises(Refused):
        read(payload)

"""The captures of service-results, value by value, against the files read by the plain route."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from unicodedata import normalize

import pytest
from portal_answers import CAPTURES, GIA_LAI, NATIONAL, at, capture, plain

from orchestration.periods import Period
from orchestration.portal.reading import read_portal_batch
from orchestration.readings import Observation, Reading

GROUPS = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
MAXIMA = {"TOTAL": 100, "CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}

# typed by hand from the captures: total, then the six groups in the portal's order
QUANG_TRI = {
    "national_2026-09-17": "60.77 8 17.2 8.85 6.55 10.17 10",
    "national_2026-09-27": "60.88 8 17.08 8.85 6.64 10.24 10.07",
    "national_2026-10-02": "60.85 8 17.07 8.85 6.63 10.22 10.08",
    "national_2026-10-04": "60.99 8 17.17 8.85 6.66 10.24 10.07",
    "national_2026-10-05": "61.4 8 17.17 8.85 6.66 10.66 10.06",
}
COUNTRY = {
    "national_2026-09-17": "56.56",
    "national_2026-09-27": "61.56",
    "national_2026-10-02": "61.51",
    "national_2026-10-04": "61.70",
    "national_2026-10-05": "61.86",
}


def read(name: str) -> Reading:
    return read_portal_batch([capture(name)])


def scores(reading: Reading) -> dict[tuple[str | None, str], Decimal | None]:
    found = {(seen.unit_id, seen.indicator_id): seen.score for seen in reading.observations}
    assert len(found) == len(reading.observations), "a unit has an indicator twice"
    return found


@pytest.mark.parametrize("name", NATIONAL)
def test_every_value_of_the_34_provinces(name: str) -> None:
    found = scores(read(name))
    rows = plain((CAPTURES / f"{name}.json").read_bytes())["data"]["evaluation"]
    expected = {(row["departmentCode"], "TOTAL"): row["totalScore"] for row in rows}
    for row in rows:
        expected |= {(row["departmentCode"], group): row["groupScores"][group] for group in GROUPS}
    assert len(expected) == 34 * 7
    assert {key: score for key, score in found.items() if key[0] != "VN"} == expected


@pytest.mark.parametrize("name", NATIONAL)
def test_quang_tri_as_typed_by_hand(name: str) -> None:
    found = scores(read(name))
    values = [found["H50", indicator] for indicator in ("TOTAL", *GROUPS)]
    assert values == [Decimal(text) for text in QUANG_TRI[name].split()]


@pytest.mark.parametrize("name", NATIONAL)
def test_the_country_has_its_total_and_the_groups_of_the_radar(name: str) -> None:
    found = scores(read(name))
    data = plain((CAPTURES / f"{name}.json").read_bytes())["data"]
    expected = {axis["code"]: axis["score"] for axis in data["radar"] if axis["code"] != "ONLINE_SERVICE"}
    assert len(expected) == 4
    expected["TOTAL"] = Decimal(COUNTRY[name])
    assert {indicator: score for (unit, indicator), score in found.items() if unit == "VN"} == expected


def test_every_child_of_gia_lai() -> None:
    reading = read(GIA_LAI)
    rows = plain((CAPTURES / f"{GIA_LAI}.json").read_bytes())["data"]["evaluation"]
    expected = {(row["departmentCode"], "TOTAL"): row["totalScore"] for row in rows}
    expected |= {
        ("H21", "TOTAL"): Decimal("65.47"),
        ("H21", "CKMB"): Decimal("11.79"),
        ("H21", "TDGQ"): Decimal("17.12"),
    }
    found = scores(reading)
    assert {key: found[key] for key in expected} == expected
    assert len(found) == 149 + 1 + 4
    levels = [unit.level for unit in reading.units]
    assert (levels.count("province"), levels.count("agency"), levels.count("commune")) == (1, 14, 135)


@pytest.mark.parametrize("name", [*NATIONAL, GIA_LAI])
def test_every_locator_leads_to_its_value(name: str) -> None:
    tree = plain((CAPTURES / f"{name}.json").read_bytes())
    for seen in read(name).observations:
        endpoint, _, pointer = seen.locator.partition("#")
        assert endpoint == "service-results"
        assert at(tree, pointer.replace("{row}", str(seen.row))) == seen.score
        assert ("{row}" in pointer) == (seen.row is not None)


@pytest.mark.parametrize("name", [*NATIONAL, GIA_LAI])
def test_every_value_keeps_its_maximum_and_plain_numbers_no_text(name: str) -> None:
    for seen in read(name).observations:
        assert seen.max_score == MAXIMA[seen.indicator_id]
        assert seen.raw_text is None
        assert seen.numerator is None
        assert seen.denominator is None


def test_rate_is_kept_where_it_is_published() -> None:
    rates = {(seen.unit_id, seen.indicator_id): seen.rate_pct for seen in read(NATIONAL[-1]).observations}
    assert rates["VN", "TOTAL"] == Decimal("61.86")
    assert rates["VN", "CKMB"] == Decimal("55.93")
    assert rates["H50", "TOTAL"] == Decimal("61.4")
    assert rates["H50", "CKMB"] is None


def test_units_carry_ids_codes_and_the_spelling_of_the_day() -> None:
    earlier = {unit.unit_id: unit for unit in read("national_2026-09-17").units}
    later = {unit.unit_id: unit for unit in read("national_2026-09-27").units}
    assert earlier["H49"].name == "UBND tỉnh Quảng Ninh"
    assert later["H49"].name == "UBND thành phố Quảng Ninh"
    assert earlier["H49"].portal_id == later["H49"].portal_id == "019d2be3-6a88-732b-8b1c-46b23e7f2084"
    assert (later["H49"].level, later["H49"].parent_id) == ("province", "VN")
    country = later["VN"]
    assert (country.name, country.level, country.parent_id, country.portal_id) == (
        "Cả nước", "country", None, None,
    )
    children = {unit.unit_id: unit for unit in read(GIA_LAI).units}
    assert (children["H21.17"].level, children["H21.17"].parent_id) == ("agency", "H21")
    assert (children["H21.227"].level, children["H21.227"].name) == ("commune", "UBND xã Vân Canh")


def test_names_are_composed_unicode() -> None:
    record, payload = capture(NATIONAL[-1])
    decomposed = normalize("NFD", payload.decode()).encode()
    assert decomposed != payload
    name = {unit.unit_id: unit.name for unit in read_portal_batch([(record, decomposed)]).units}["H50"]
    assert name == "UBND tỉnh Quảng Trị"


def test_an_exact_capture_speaks_for_its_instant() -> None:
    record, _ = capture("national_2026-10-05")
    reading = read("national_2026-10-05")
    instant = datetime(2026, 10, 5, 7, 0, 30, tzinfo=UTC)
    assert (reading.cutoff_at, reading.observed_at, reading.observed_after) == (instant, instant, None)
    assert (reading.source, reading.scope_unit_id) == ("portal", "VN")
    assert reading.period == Period("year", date(2026, 1, 1))
    assert reading.record_ids == (record.record_id,)
    assert reading.sha256 == record.sha256
    assert not reading.is_mixed_refresh
    assert reading.notes == []


def test_a_bounded_capture_keeps_its_bounds() -> None:
    reading = read("national_2026-10-02")
    assert reading.observed_after == datetime(2026, 10, 1, 17, 0, tzinfo=UTC)
    assert reading.observed_at == reading.cutoff_at == datetime(2026, 10, 2, 16, 15, 2, tzinfo=UTC)


def test_a_null_score_is_an_observation_without_score() -> None:
    record, payload = capture(NATIONAL[-1])
    tree = json.loads(payload)
    row = next(row for row in tree["data"]["evaluation"] if row["departmentCode"] == "H50")
    row["groupScores"]["TTTT"] = row["totalScore"] = row["ratio"] = None
    found = scores(read_portal_batch([(record, json.dumps(tree).encode())]))
    assert found["H50", "TTTT"] is None
    assert found["H50", "TOTAL"] is None
    assert found["H50", "CKMB"] == 8
    assert len(found) == 34 * 7 + 5


def test_zero_stays_zero() -> None:
    record, payload = capture(NATIONAL[-1])
    tree = json.loads(payload)
    tree["data"]["evaluation"][0]["groupScores"]["TTTT"] = 0
    found = scores(read_portal_batch([(record, json.dumps(tree).encode())]))
    assert found["H20", "TTTT"] == 0
    assert found["H20", "TTTT"] is not None


def test_a_number_with_an_exponent_keeps_its_text() -> None:
    record, payload = capture(NATIONAL[-1])
    written = payload.replace(b'"CKMB": 11.46', b'"CKMB": 1E+1', 1)
    assert written != payload
    reading = read_portal_batch([(record, written)])
    seen: Observation = next(
        seen for seen in reading.observations if (seen.unit_id, seen.indicator_id) == ("H20", "CKMB")
    )
    assert (seen.score, seen.raw_text) == (Decimal(10), "1E+1")

"""However an answer is damaged, it is read with the values it now holds, or refused: nothing else.

What is held against the reading is the damaged file itself, by the plain route: every observation's
locator must lead to its value, and a value that is not a plain number must not be there.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_answers import GROUP_ENDPOINTS, NATIONAL, answered, at, capture, landed, sample

from orchestration.landing.records import Record
from orchestration.portal.reading import read_portal_batch
from orchestration.readings import Observation, Reading, Refused

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=8)
    | st.sampled_from(["61.86", "CKMB", "H50", "", 0, 100, 1e-7, 18]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def small(endpoint: str) -> bytes:
    """A real answer cut to few units, so that a blow is likely to hit something that matters."""
    payload = capture(NATIONAL[-1])[1] if endpoint == "national" else sample(endpoint)
    tree = json.loads(payload)
    for key in ("evaluation", "children"):
        if key in tree["data"]:
            tree["data"][key] = tree["data"][key][:3]
    return json.dumps(tree, ensure_ascii=False).encode()


def recorded(endpoint: str, payload: bytes) -> Record:
    if endpoint != "national":
        return answered(endpoint, payload)[0]
    record, _ = capture(NATIONAL[-1])
    return landed(payload, request=record.request, captured_at=record.captured_at)


def paths_of(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree below its root."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    found: list[tuple[Any, ...]] = []
    for key, value in items:
        found += [(*path, key), *paths_of(value, (*path, key))]
    return found


def strike(tree: Any, path: tuple[Any, ...], how: str, value: Any) -> None:
    """One blow at one place."""
    parent = tree
    for key in path[:-1]:
        parent = parent[key]
    key = path[-1]
    if how == "replace":
        parent[key] = value
    elif how == "remove":
        del parent[key]
    elif isinstance(parent, list):
        parent.insert(key, parent[key])
    else:
        parent[f"{key}2"] = parent[key]


def holds(seen: Observation, tree: Any) -> None:
    """The observation's values are those that the file holds beside its locator."""
    place = seen.locator.partition("#")[2].replace("{row}", str(seen.row))
    node = at(tree, place.rpartition("/")[0])
    value = at(tree, place)
    assert value is None or isinstance(value, Decimal)
    scored = seen.max_score is not None
    assert (seen.score if scored else seen.numerator) == value
    if scored and "numerator" in node:
        assert (seen.numerator, seen.denominator) == (node["numerator"], node["denominator"])
        assert (seen.max_score, seen.rate_pct) == (node["maxScore"], node["ratio"])
    assert value is None or (value >= 0 and (not scored or value <= seen.max_score))


def reading_or_refusal(record: Record, payload: bytes) -> Reading | Refused:
    try:
        return read_portal_batch([(record, payload)])
    except Refused as refused:
        return refused


def read_or_refuse(endpoint: str, payload: bytes) -> None:
    result = reading_or_refusal(recorded(endpoint, payload), payload)
    if isinstance(result, Refused):
        assert all((result.place, result.vi, result.en))
        return
    tree = json.loads(payload.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    assert result.observations
    for seen in result.observations:
        holds(seen, tree)


@pytest.mark.parametrize("endpoint", ["national", *GROUP_ENDPOINTS])
@QUICK
@given(data=st.data())
def test_a_damaged_tree_is_read_as_it_is_or_refused(endpoint: str, data: st.DataObject) -> None:
    tree = json.loads(small(endpoint))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths_of(tree)))
        how = data.draw(st.sampled_from(["replace", "remove", "double"]))
        strike(tree, path, how, data.draw(JSON_VALUES))
    read_or_refuse(endpoint, json.dumps(tree, ensure_ascii=True).encode())


@pytest.mark.parametrize("endpoint", ["national", *GROUP_ENDPOINTS])
@QUICK
@given(data=st.data())
def test_damaged_bytes_are_read_as_they_are_or_refused(endpoint: str, data: st.DataObject) -> None:
    payload = small(endpoint)
    start = data.draw(st.integers(0, len(payload)))
    end = min(len(payload), start + data.draw(st.integers(0, 6)))
    read_or_refuse(endpoint, payload[:start] + data.draw(st.binary(max_size=6)) + payload[end:])


@QUICK
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_are_refused(payload: bytes) -> None:
    with pytest.raises(Refused):
        read_portal_batch([(recorded("national", payload), payload)])


@QUICK
@given(st.dictionaries(st.sampled_from(["method", "path", "payload", "status"]), JSON_VALUES))
def test_any_recorded_request_is_understood_or_refused(request: dict[str, Any]) -> None:
    payload = sample("transparency")
    record = answered("transparency", payload)[0]
    damaged = record.model_copy(update={"request": {**(record.request or {}), **request}})
    result = reading_or_refusal(damaged, payload)
    if isinstance(result, Refused):
        assert result.place.startswith("transparency#/request/")
    else:
        assert result.period.start.year == 2026


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(["timeType", "year", "quarter", "month", "fromDate", "toDate", "currentPage"]),
        st.sampled_from(["year", "quarter", "month", "2026-01-01", "2026-12-31", "2026-03-31", ""])
        | st.integers(-1, 13) | st.integers(1999, 2101) | st.none() | st.booleans(),
    )
)
def test_any_period_in_a_request_is_understood_or_refused(changes: dict[str, Any]) -> None:
    payload = sample("transparency")
    record = answered("transparency", payload)[0]
    asked = {**(record.request or {})["payload"], **changes}
    damaged = record.model_copy(update={"request": {**(record.request or {}), "payload": asked}})
    result = reading_or_refusal(damaged, payload)
    if isinstance(result, Refused):
        return
    period = result.period
    if asked.get("fromDate"):
        assert (period.start.isoformat(), period.end.isoformat()) == (asked["fromDate"], asked["toDate"])
    else:
        assert (period.type, period.start.year) == (asked["timeType"], asked["year"])
        assert period.type == "year" or period.number == asked[period.type]

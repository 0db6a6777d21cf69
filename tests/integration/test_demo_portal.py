"""The demo portal answers in the form, at the size and with the sums of the real one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import requests

from orchestration.demo_portal.answers import ENDPOINTS, answer
from orchestration.demo_portal.parts import Question
from orchestration.demo_portal.server import DemoPortal
from orchestration.demo_portal.units import DemoUnit, children_of, provinces
from orchestration.periods import period_of
from orchestration.portal.plan import API, choose_provinces, plan_cutoff
from orchestration.reference.registry import load_unit_counts, load_units

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLES = Path(__file__).parents[1] / "fixtures" / "portal" / "groups"
TODAY = date(2026, 9, 26)
YEAR = period_of("year", 2026)
GROUP_OF = {
    "transparency": "CKMB", "dvc-progress-tree": "TDGQ", "provide-online-tree": "CLGQ",
    "formality-online-payment-tree": "TTTT", "handling-satisfaction": "MDHL", "dossier-digitized": "MDSH",
}  # fmt: skip


def province(code: str) -> DemoUnit:
    return next(unit for unit in provinces() if unit.code == code)


def data_of(endpoint: str, unit: DemoUnit | None, period=YEAR, day=TODAY) -> dict:
    body = answer(Question(endpoint, unit, period, day))
    return json.loads(body, parse_float=Decimal, parse_int=Decimal)["data"]


def children(data: dict) -> list[dict]:
    return data["evaluation"] if "evaluation" in data else data["children"]


def root_of(data: dict) -> dict:
    return data["overview"] if "overview" in data else data["parent"]


def score(node: dict) -> Decimal:
    return node["totalScore"] if "totalScore" in node else node["score"]


# bytes of the real answers about Phú Thọ, year 2026, of 26/09/2026
@pytest.mark.parametrize(
    ("endpoint", "real_bytes"),
    [
        ("transparency", 176_646), ("handling-satisfaction", 199_029), ("dossier-digitized", 296_048),
        ("dvc-progress-tree", 47_748), ("provide-online-tree", 35_616),
        ("formality-online-payment-tree", 70_025),
    ],
)  # fmt: skip
def test_answers_are_as_large_as_the_real_ones(endpoint, real_bytes):
    size = len(answer(Question(endpoint, province("H44"), YEAR, TODAY)))
    assert abs(size - real_bytes) < 0.03 * real_bytes


def shape(value):
    """Keys in their order, lists by their first item, values by their kind; whole numbers are numbers."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) else type(value).__name__


def keys_in_order(value):
    return json.dumps(shape(value))


@pytest.mark.parametrize("endpoint", list(GROUP_OF))
def test_keys_and_their_order_are_those_of_the_real_samples(endpoint):
    sample = json.loads((SAMPLES / f"{endpoint}.sample.json").read_text(encoding="utf-8"))
    invented = json.loads(answer(Question(endpoint, province("H44"), YEAR, TODAY)))
    assert keys_in_order(invented) == keys_in_order(sample)


@pytest.mark.parametrize(("name", "code"), [("national_2026-10-05", None), ("gia-lai_2026-10-02", "H21")])
def test_service_results_has_the_keys_of_the_captures(name, code):
    capture = json.loads((EXAMPLES / "portal" / f"{name}.json").read_text(encoding="utf-8"))
    unit = province(code) if code else None
    invented = json.loads(answer(Question("service-results", unit, YEAR, date(2026, 10, 5))))
    assert keys_in_order(invented) == keys_in_order(capture)
    for chart in ("monthlyChart", "dossierChart"):
        assert [list(month.values())[1] is None for month in invented["data"][chart]] == [False] * 10 + [
            True
        ] * 2


@pytest.mark.parametrize("code", ["H50", "H29", "H21"])
@pytest.mark.parametrize("period", [YEAR, period_of("quarter", 2026, 3), period_of("month", 2026, 9)])
def test_the_six_groups_make_the_total_of_every_unit_exactly(code, period):
    unit = province(code)
    summary = data_of("service-results", unit, period)
    totals = {row["departmentId"]: row["totalScore"] for row in summary["evaluation"]}
    sums = dict.fromkeys(totals, Decimal(0))
    overall = Decimal(0)
    for endpoint in GROUP_OF:
        data = data_of(endpoint, unit, period)
        overall += score(root_of(data))
        for child in children(data):
            sums[child["departmentId"]] += score(child)
    assert sums == totals
    assert overall == summary["overview"]["totalScore"]


def test_the_national_rows_are_the_provinces_own_answers():
    national = data_of("service-results", None)
    rows = {row["departmentCode"]: row for row in national["evaluation"]}
    assert len(rows) == 34
    for row in rows.values():
        assert sum(row["groupScores"].values()) == row["totalScore"] == row["ratio"]
    for code in ("H50", "H01", "H61"):
        assert (
            data_of("service-results", province(code))["overview"]["totalScore"] == rows[code]["totalScore"]
        )
        for endpoint, group in GROUP_OF.items():
            assert score(root_of(data_of(endpoint, province(code)))) == rows[code]["groupScores"][group]
    ranked = [row["totalScore"] for row in national["evaluation"]]
    assert ranked == sorted(ranked, reverse=True)


@pytest.mark.parametrize("endpoint", ["transparency", "handling-satisfaction", "dossier-digitized"])
def test_components_make_their_group_exactly(endpoint):
    data = data_of(endpoint, province("H50"))
    for node in (data["overview"], *data["evaluation"]):
        assert sum(metric["score"] or 0 for metric in node["metrics"]) == node["totalScore"]
        assert sum(metric["maxScore"] for metric in node["metrics"]) == node["totalMaxScore"]
        assert all(0 <= (m["score"] or 0) <= m["maxScore"] for m in node["metrics"])


def test_counts_of_the_units_make_those_of_the_province():
    data = data_of("dvc-progress-tree", province("H50"))
    for count in ("totalReceived", "totalOnTime"):
        assert sum(child[count] for child in data["children"]) == data["parent"][count]
    assert all(c["totalOnTime"] + c["totalOverdue"] == c["totalReceived"] for c in data["children"])


def test_every_province_has_as_many_units_as_the_real_one():
    expected = {count.unit_id: (count.agencies, count.communes) for count in load_unit_counts()}
    found, ids, codes = {}, set(), set()
    for unit in provinces():
        units = children_of(unit)
        found[unit.code] = (
            sum(each.kind == "agency" for each in units), sum(each.kind == "commune" for each in units),
        )  # fmt: skip
        ids |= {each.portal_id for each in units}
        codes |= {each.code for each in units}
    assert found == expected
    assert len(ids) == len(codes) == sum(sum(counts) for counts in expected.values())
    assert found["H50"] == (17, 78)


def test_invented_units_say_so_and_known_units_are_the_captured_ones():
    capture = json.loads((EXAMPLES / "portal" / "gia-lai_2026-10-02.json").read_text(encoding="utf-8"))
    real = {
        (u["departmentId"], u["departmentCode"], u["departmentName"], u["childGroup"])
        for u in capture["data"]["evaluation"]
    }
    gia_lai = children_of(province("H21"))
    assert {(u.portal_id, u.code, u.name, u.child_group) for u in gia_lai} == real
    for unit in children_of(province("H01")):
        assert "Minh họa" in unit.name
        assert unit.portal_id.startswith("00000000-0000-7000-8000-")


def test_units_that_the_lists_know_go_by_their_names_under_invented_ids():
    quang_tri = children_of(province("H50"))
    listed = {unit.name for unit in load_units() if unit.parent_id == "H50" and unit.valid_to is None}
    assert {unit.name.removesuffix(" - tỉnh Quảng Trị") for unit in quang_tri} >= listed
    assert sum("Minh họa" in unit.name for unit in quang_tri) == 17 + 78 - len(listed)
    assert all(unit.portal_id.startswith("00000000-0000-7000-8000-") for unit in quang_tri)


def test_codes_tell_agencies_from_communes_as_the_real_ones_do():
    for unit in children_of(province("H50")):
        digits = unit.code.partition(".")[2]
        assert len(digits) == (3 if unit.kind == "commune" else 2)


def test_figures_are_the_same_whenever_they_are_asked_for():
    # invented, and the same on every machine: what a guide shows is what its reader sees
    assert data_of("service-results", province("H50"))["overview"]["totalScore"] == Decimal("66.19")
    first, second = (answer(Question("transparency", province("H35"), YEAR, TODAY)) for _ in range(2))
    assert first == second


def test_figures_move_a_little_from_day_to_day():
    totals = [
        data_of("service-results", province("H50"), day=TODAY + timedelta(days=n))["overview"]["totalScore"]
        for n in range(30)
    ]
    steps = [abs(after - before) for before, after in pairwise(totals)]
    assert max(steps) < Decimal("0.5")
    assert len(set(totals)) > 10


def test_a_closed_period_is_rewritten_for_weeks_and_then_rests():
    august = period_of("month", 2026, 8)
    unit = province("H50")

    def total(day: date) -> Decimal:
        return data_of("service-results", unit, august, day)["overview"]["totalScore"]

    assert total(date(2026, 9, 5)) != total(date(2026, 9, 25))
    assert total(date(2026, 11, 10)) == total(date(2027, 3, 1))


def test_it_answers_like_the_real_one_over_http():
    plan = plan_cutoff(choose_provinces("H50"), datetime(2026, 10, 5, 9, tzinfo=UTC))
    with DemoPortal(today=date(2026, 10, 5)) as portal, requests.Session() as session:
        for request in plan.requests:
            reply = session.post(portal.url + request.path, json=request.payload, timeout=5)
            assert (reply.status_code, reply.json()["code"], reply.json()["message"]) == (201, "OK", "OK")
            assert reply.headers["X-Demo"] == "demo portal; invented figures"
        assert len({asked.connection for asked in portal.asked}) == 1


H50_ID = "019d2be3-6a88-732b-8b20-29251b1ac762"
MONTH = {"timeType": "month", "year": 2026, "month": 10, "rootDepartmentId": H50_ID}


@pytest.mark.parametrize(
    ("endpoint", "payload"),
    [
        ("transparency", {**MONTH, "month": 11}),
        ("transparency", {**MONTH, "month": 13}),
        ("transparency", {**MONTH, "month": "10"}),
        ("transparency", {**MONTH, "year": True}),
        ("transparency", {**MONTH, "timeType": "half"}),
        ("transparency", {**MONTH, "rootDepartmentId": "nobody"}),
        ("transparency", {**MONTH, "pageSize": 0}),
        ("transparency", {"timeType": "year", "year": 2026, "departmentType": "ADMINISTRATIVE_UNIT"}),
        (
            "handling-satisfaction",
            {"fromDate": "2026-10-01", "toDate": "2026-10-30", "rootDepartmentId": H50_ID},
        ),
        ("handling-satisfaction", {"fromDate": "soon", "toDate": None, "rootDepartmentId": H50_ID}),
        ("service-results", []),
        ("service-results", {}),
        ("formalities", MONTH),
        ("../../etc/passwd", MONTH),
    ],
)
def test_what_no_capture_shows_is_not_answered(endpoint, payload):
    with DemoPortal(today=date(2026, 10, 5)) as portal:
        reply = requests.post(portal.url + API + endpoint, json=payload, timeout=5)
    assert (reply.status_code, reply.json()["code"]) == (400, "NOT_UNDERSTOOD")
    assert reply.json()["data"] is None


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 5000, b"\xff", b"x" * 70_000])
def test_a_body_that_is_no_json_is_not_answered(body):
    with DemoPortal() as portal:
        reply = requests.post(portal.url + API + "transparency", data=body, timeout=5)
        assert reply.status_code == 400


def test_pages_are_cut_where_asked():
    with DemoPortal(today=date(2026, 10, 5)) as portal:
        pages = [
            requests.post(
                portal.url + API + "transparency",
                json={**MONTH, "currentPage": page, "pageSize": 40}, timeout=5,
            ).json()["data"]
            for page in (1, 2, 3)
        ]  # fmt: skip
    assert [len(page["evaluation"]) for page in pages] == [40, 40, 15]
    assert pages[1]["pagination"] == {"total": 95, "currentPage": 2, "pageSize": 40, "totalPages": 3}
    assert [unit["stt"] for page in pages for unit in page["evaluation"]] == list(range(1, 96))


def test_the_trees_ignore_the_page_size_as_the_real_ones_do():
    with DemoPortal(today=date(2026, 10, 5)) as portal:
        reply = requests.post(
            portal.url + API + "dvc-progress-tree",
            json={**MONTH, "currentPage": 1, "pageSize": 10},
            timeout=5,
        )
    assert len(reply.json()["data"]["children"]) == 95
    assert set(ENDPOINTS) == {"service-results", *GROUP_OF}

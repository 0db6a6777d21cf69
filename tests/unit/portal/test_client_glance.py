"""The tolerant look at an answer: usable or not, whose, how many pages."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.portal.glance import MOST_PAGES, Glance, glance

PORTAL_ID = "019d2be3-6a88-732b-8b20-29251b1ac762"


def look(data, **envelope):
    body = json.dumps({"code": "OK", "data": data, "message": "OK", **envelope}).encode()
    return glance(body, "H50", PORTAL_ID)


@pytest.mark.parametrize(
    "root",
    [
        {"departmentCode": "H50", "totalScore": 1},
        {"departmentId": PORTAL_ID},
        {"departmentId": PORTAL_ID, "departmentCode": "H50"},
        {"departmentId": PORTAL_ID, "departmentCode": "000.00.00.H50"},
        {"departmentId": None, "departmentCode": None},
        {},
    ],
)
@pytest.mark.parametrize("key", ["overview", "parent"])
def test_the_province_asked_for_is_recognised(root, key):
    assert look({key: root}) == Glance(None, 1)


@pytest.mark.parametrize(
    ("root", "shown"),
    [
        ({"departmentCode": "H21"}, "H21"),
        ({"departmentCode": "H5"}, "H5"),
        ({"departmentCode": "H50.01"}, "H50.01"),
        ({"departmentId": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}, "019d2be3-6a85-74ec-a346-6489e82ae4c7"),
        ({"departmentId": PORTAL_ID, "departmentCode": "H52"}, "H52"),
        ({"departmentId": "019d2be3-6a85-74ec", "departmentName": "UBND tỉnh An Giang"}, "UBND tỉnh An Giang"),
        ({"departmentCode": "H21\n\x1b[31m\u202eH05"}, "H21 \ufffd[31m\ufffdH05"),
    ],
)
def test_another_unit_is_recognised_and_named(root, shown):
    problem = look({"overview": root}).problem
    assert problem.is_wrong_scope
    assert problem.vi == f"Hỏi H50 nhưng Cổng trả lời cho {shown}."


def test_the_country_has_neither_id_nor_code():
    country = {"code": "OK", "data": {"overview": {"departmentName": "Cả nước", "departmentCode": None}}}
    province = {"code": "OK", "data": {"overview": {"departmentCode": "H50"}}}
    assert glance(json.dumps(country).encode(), "VN", None).problem is None
    assert glance(json.dumps(province).encode(), "VN", None).problem.is_wrong_scope


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "JSON"), (b"{", "JSON"), (b"<html>", "JSON"), (b'{"code":"OK","data":{}', "JSON"),
        (b"[" * 200_000, "JSON"), (b"\xff\xfe{\x00}\x00", "JSON"),
        (b"[]", "code: list"), (b"null", "code: NoneType"), (b'"OK"', "code: str"), (b"{}", "code: None"),
        (b'{"code":"ERROR","data":null}', "code: ERROR"), (b'{"code":"OK","data":null}', "code: OK"),
        (b'{"code":"OK","data":[]}', "code: OK"), (b'{"code":["OK"],"data":{}}', "code: ['OK']"),
    ],
)  # fmt: skip
def test_what_holds_no_data_says_so(body, words):
    found = glance(body, "H50", PORTAL_ID)
    assert words in found.problem.vi
    assert not found.problem.is_wrong_scope


def test_a_byte_order_mark_is_no_obstacle():
    assert glance(b'\xef\xbb\xbf{"code":"OK","data":{}}', "H50", PORTAL_ID) == Glance(None, 1)


@pytest.mark.parametrize(
    ("pagination", "pages"),
    [
        ({"totalPages": 3}, 3), ({"totalPages": 1}, 1), ({"totalPages": 0}, 1), ({"totalPages": -5}, 1),
        ({"totalPages": "3"}, 1), ({"totalPages": True}, 1), ({"totalPages": 2.0}, 1), ({}, 1), (None, 1),
        ([], 1), ({"totalPages": MOST_PAGES}, MOST_PAGES),
    ],
)  # fmt: skip
def test_announced_pages_are_read_and_nothing_is_guessed(pagination, pages):
    assert look({"overview": {}, "pagination": pagination}) == Glance(None, pages)


def test_an_absurd_number_of_pages_is_a_problem():
    found = look({"pagination": {"totalPages": MOST_PAGES + 1}})
    assert "51 trang" in found.problem.vi
    assert found.page_count == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_looked_at_without_an_error(body):
    found = glance(body, "H50", PORTAL_ID)
    assert 1 <= found.page_count <= MOST_PAGES


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(json_values, json_values, json_values)
def test_any_json_is_looked_at_without_an_error(root, code, pagination):
    data = {"overview": {"departmentId": root, "departmentCode": code}, "pagination": pagination}
    found = look(data)
    if isinstance(code, str) and code != "H50" and not code.startswith("000."):
        assert found.problem.is_wrong_scope

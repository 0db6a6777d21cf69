"""What an answer means for asking again, judged by status, headers and first bytes alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.portal.exchange import Answer
from orchestration.portal.verdict import Blocked, Taken, TryAgain, is_success, judge, retry_after

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
JSON = b'{"code":"OK","data":{},"message":"OK"}'
REJECTED = b"<html><body>Request Rejected. Your support ID is: 123</body></html>"


def answer(status, body=JSON, **headers):
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, NOW)


@pytest.mark.parametrize(
    ("given_answer", "expected"),
    [
        (answer(200), Taken()),
        (answer(201), Taken()),
        (answer(404), Taken()),
        (answer(201, b""), Taken()),
        (answer(201, b"\xef\xbb\xbf  {}"), Taken()),
        (answer(201, b'{"message":"Access Denied"}', content_type="application/json"), Taken()),
        (answer(401), Blocked("unauthorised", None)),
        (answer(403, REJECTED), Blocked("forbidden", None)),
        (answer(429), Blocked("too_many_requests", None)),
        (answer(429, retry_after="90"), Blocked("too_many_requests", NOW + timedelta(seconds=90))),
        (answer(200, REJECTED), Blocked("web_page", None)),
        (answer(201, b"  \n<!DOCTYPE html>"), Blocked("web_page", None)),
        (answer(200, b"Please log in", content_type="text/html"), Blocked("web_page", None)),
        (answer(200, b"ACCESS DENIED"), Blocked("web_page", None)),
        (answer(404, b"<h1>Not Found</h1>"), Blocked("web_page", None)),
        (answer(302, b"", location="https://elsewhere.invalid/"), Blocked("redirect", None)),
        (answer(500), TryAgain(None)),
        (answer(502, b"<html>502 Bad Gateway</html>"), TryAgain(None)),
        (answer(503, b"<html>bao tri</html>", retry_after="30"), TryAgain(NOW + timedelta(seconds=30))),
        (answer(500, REJECTED), Blocked("web_page", None)),
    ],
)
def test_a_verdict_follows_from_status_headers_and_first_bytes(given_answer, expected):
    assert judge(given_answer) == expected


def test_only_200_and_201_are_success():
    assert [status for status in range(100, 600) if is_success(status)] == [200, 201]
    assert not is_success(None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("120", 120), (" 7 ", 7), ("999999999", 7 * 86_400),
        ("Mon, 05 Oct 2026 09:10:00 GMT", 600), ("Mon, 05 Oct 2026 16:10:00 +0700", 600),
        ("Mon, 05 Oct 2026 08:00:00 GMT", 0), ("Mon, 05 Oct 2026 09:10:00 -0000", 600),
    ],
)  # fmt: skip
def test_retry_after_names_an_instant(value, seconds):
    assert retry_after(value, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "１２", "Mon, 99 Oct 2026", "9" * 400])
def test_a_retry_after_that_names_no_instant_is_none(value):
    assert retry_after(value, NOW) is None


@given(st.text(max_size=60))
def test_any_text_is_an_instant_within_a_week_or_none(value):
    stated = retry_after(value, NOW)
    assert stated is None or NOW <= stated <= NOW + timedelta(days=7)


@given(st.datetimes(min_value=datetime(2026, 10, 5, 10), max_value=datetime(2026, 10, 10)))
def test_an_http_date_is_read_to_the_second(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert retry_after(format_datetime(moment, usegmt=True), NOW) == moment


@given(st.integers(100, 599), st.binary(max_size=200), st.text(max_size=20))
def test_every_answer_gets_a_verdict(status, body, content_type):
    verdict = judge(Answer(status, {"content-type": content_type}, body, NOW))
    assert isinstance(verdict, (Taken, TryAgain, Blocked))
    if isinstance(verdict, TryAgain):
        assert status >= 500

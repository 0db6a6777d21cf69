"""One exchange over real HTTP: whole or not at all, within its limits, under its own name."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path

import pytest
import requests
from asking import planned

from orchestration.demo_portal.faults import Fault
from orchestration.demo_portal.server import DemoPortal
from orchestration.portal.exchange import Exchange, ExchangeFailed, Limits, user_agent
from orchestration.readings import Refused

CERTIFICATE = Path(__file__).parents[2] / "fixtures" / "tls" / "self_signed.pem"
REQUEST = planned("transparency")


def ask(*faults: Fault, **limits: float):
    with DemoPortal(faults=faults) as portal:
        exchange = Exchange(portal.url, limits=Limits(**limits))
        try:
            return exchange.post(REQUEST.path, REQUEST.payload), portal
        finally:
            exchange.close()


def failure(*faults: Fault, **limits: float) -> ExchangeFailed:
    with pytest.raises(ExchangeFailed) as failed:
        ask(*faults, **limits)
    return failed.value


def test_an_answer_is_the_bytes_the_status_and_the_headers_that_matter():
    with DemoPortal() as portal:
        exchange = Exchange(portal.url)
        answer = exchange.post(REQUEST.path, REQUEST.payload)
        again = requests.post(portal.url + REQUEST.path, json=REQUEST.payload, timeout=5)
        exchange.close()
    assert answer.status == 201
    assert answer.body == again.content
    assert json.loads(answer.body)["code"] == "OK"
    assert answer.headers["x-demo"] == "demo portal; invented figures"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert set(answer.headers) == {"content-type", "content-length", "date", "x-demo"}
    assert answer.captured_at.utcoffset().total_seconds() == 0


def test_it_says_who_asks():
    with DemoPortal() as portal:
        exchange = Exchange(portal.url, contact="https://example.vn/chiso766")
        exchange.post(REQUEST.path, REQUEST.payload)
        exchange.close()
    expected = f"chiso766/{version('chiso766')} (+https://example.vn/chiso766)"
    assert portal.asked[0].user_agent == expected
    assert user_agent(None) == f"chiso766/{version('chiso766')}"


@pytest.mark.parametrize("contact", ["a\r\nCookie: x", "văn phòng", "me (at) home", "tab\there", "\\"])
def test_a_contact_that_does_not_fit_a_header_is_refused(contact):
    with pytest.raises(Refused) as refused:
        user_agent(contact)
    assert refused.value.place == "CHISO766_CONTACT"


def test_one_connection_serves_many_questions():
    with DemoPortal() as portal:
        exchange = Exchange(portal.url)
        for _ in range(3):
            exchange.post(REQUEST.path, REQUEST.payload)
        exchange.close()
    assert len(portal.asked) == 3
    assert len({asked.connection for asked in portal.asked}) == 1


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    answer, _ = ask()
    assert answer.status == 201


@pytest.mark.parametrize("kind", ["400", "401", "403", "404", "429", "500", "503"])
def test_any_status_is_an_answer(kind):
    answer, _ = ask(Fault(kind, retry_after="7"))
    assert answer.status == int(kind)
    assert answer.headers["retry-after"] == "7"


def test_a_redirect_is_an_answer_and_is_not_followed():
    answer, portal = ask(Fault("redirect"))
    assert (answer.status, answer.headers["location"]) == (302, "https://elsewhere.invalid/")
    assert len(portal.asked) == 1


@pytest.mark.parametrize("kind", ["cut", "hang_up"])
def test_a_broken_answer_is_no_answer(kind):
    failed = failure(Fault(kind))
    assert failed.is_passing
    assert "Không nhận được câu trả lời trọn vẹn" in failed.vi


def test_nobody_at_the_address_is_no_answer():
    exchange = Exchange("http://127.0.0.1:9")
    with pytest.raises(ExchangeFailed, match="No whole answer"):
        exchange.post(REQUEST.path, REQUEST.payload)


@pytest.mark.parametrize("kind", ["drip", "drip_head", "slow"])
def test_the_deadline_holds_for_the_whole_exchange(kind):
    started = time.monotonic()
    failed = failure(Fault(kind, seconds=0.05 if "drip" in kind else 5), whole_s=0.4)
    assert time.monotonic() - started < 2
    assert "0.4" in failed.en
    assert failed.is_passing


def test_a_silent_portal_is_left_after_the_read_timeout():
    started = time.monotonic()
    failed = failure(Fault("slow", seconds=5), read_s=0.3)
    assert time.monotonic() - started < 2
    assert failed.is_passing


def test_after_a_cut_exchange_the_next_one_works():
    with DemoPortal(faults=[Fault("drip", seconds=0.05)]) as portal:
        exchange = Exchange(portal.url, limits=Limits(whole_s=0.3))
        with pytest.raises(ExchangeFailed):
            exchange.post(REQUEST.path, REQUEST.payload)
        assert exchange.post(REQUEST.path, REQUEST.payload).status == 201
        exchange.close()


def test_a_body_at_the_limit_is_taken_and_one_byte_more_is_not():
    answer, _ = ask(Fault("huge", size=100_000), body_bytes=100_000)
    assert len(answer.body) == 100_000
    failed = failure(Fault("huge", size=100_001), body_bytes=100_000)
    assert not failed.is_passing
    assert "100000" in failed.vi


def test_a_zipped_answer_is_unzipped():
    zipped, _ = ask(Fault("gzip"))
    plain, _ = ask()
    assert zipped.body == plain.body
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < len(plain.body) / 5


def test_a_decompression_bomb_costs_no_memory():
    script = (
        "import resource, sys\n"
        "from orchestration.portal.exchange import Exchange, ExchangeFailed\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = peak()\n"
        "try: Exchange(sys.argv[1]).post('/api/v1/reporting/evaluation/transparency', eval(sys.argv[2]))\n"
        "except ExchangeFailed as failed: print(peak() - before, failed.is_passing, failed.en)\n"
    )
    with DemoPortal(faults=[Fault("gzip_bomb", size=160 * 1024 * 1024)]) as portal:
        told = subprocess.run(
            [sys.executable, "-c", script, portal.url, repr(REQUEST.payload)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    grown_mb, is_passing, words = told.split(" ", 2)
    assert int(grown_mb) < 60
    assert is_passing == "False"
    assert words.strip() == "The answer is larger than 16777216 bytes and was not taken."


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(CERTIFICATE))
    with _tls_server() as url:
        exchange = Exchange(url)
        with pytest.raises(ExchangeFailed, match="certificate could not be verified"):
            exchange.post(REQUEST.path, REQUEST.payload)


@pytest.mark.parametrize(
    "url",
    [
        "http://dichvucong.gov.vn", "ftp://127.0.0.1", "dichvucong.gov.vn", "https://", "",
        "https://me:secret@dichvucong.gov.vn", "https://dichvucong.gov.vn?x=1", "http://[::1", "https://a:b",
        "file:///etc/passwd", "http://127.0.0.1.evil.example",
    ],
)  # fmt: skip
def test_only_https_or_this_machine_is_asked(url):
    with pytest.raises(Refused) as refused:
        Exchange(url)
    assert refused.value.place == "CHISO766_PORTAL_URL"
    assert "https://dichvucong.gov.vn" in refused.value.vi


@pytest.mark.parametrize("url", ["https://dichvucong.gov.vn/", "http://localhost:8766", "http://[::1]:80"])
def test_the_portal_and_this_machine_are_accepted(url):
    Exchange(url).close()


class _tls_server:
    """An HTTPS server with a certificate of its own making."""

    def __enter__(self) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda request, address: None
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return f"https://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

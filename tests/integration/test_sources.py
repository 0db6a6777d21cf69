"""Letters from the web: only what the catalogue allows, politely, with where and when they came from."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.landing.archive import Landing
from orchestration.portal.exchange import Limits
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.sources.catalogue import Source, read_catalogue
from orchestration.sources.download import Downloader
from orchestration.sources.fetch import Asked, Manners, SourceFetch
from orchestration.sources.links import links_on
from tests.integration.web_server import Site, answer, serve
from tests.letterforge import to_docx
from tests.letterforge.letter694 import letter_694

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_bytes()
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as found:
        yield found


class Days:
    """A clock that tests move, and the pauses that were made."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now


def source(site: Site, path: str = "/letter.md", **more: Any) -> Source:
    return Source(name="thu", url=site.url(path), allow_http=True, **more)


def fetch(settings: Settings, *sources: Source, days: Days | None = None, **options: Any) -> list[Asked]:
    days = days or Days()
    downloader = Downloader(allow_loopback=True, clock=days.clock, **options)
    run = SourceFetch(settings, downloader, Manners(), sleep=days.slept.append, clock=days.clock)
    return list(run.run(sources, lambda _: None))


def only(asked: list[Asked]) -> Asked:
    (one,) = asked
    return one


def reason(asked: Asked) -> str:
    assert asked.refused is not None
    assert asked.refused.vi != asked.refused.en
    return asked.refused.en


def test_a_page_leads_to_its_letters_and_they_know_where_they_came_from(settings: Settings, site: Site) -> None:
    site.pages["/list"] = answer(
        b'<a href="/d/694.docx">694</a><a href="d/694.docx#page2">again</a><a href="/logo.png">x</a>'
        b'<a href="https://elsewhere.example/7.docx">other host</a><script>location="/evil.docx"</script>',
        Content_Type="text/html")
    site.pages["/d/694.docx"] = answer(
        to_docx(letter_694()), Content_Type=DOCX_TYPE, ETag='"v1"',
        Content_Disposition="attachment; filename*=UTF-8''..%2F..%2FC%C3%B4ng%20v%C4%83n.docx")
    asked = fetch(settings, source(site, "/list", follow=r"\.docx$"))
    assert [(one.url.rpartition("/")[2], one.word) for one in asked] == [
        ("list", "page"), ("694.docx", "new"), ("7.docx", "refused")]
    assert "elsewhere.example" in reason(asked[2])
    assert site.paths() == ["/list", "/d/694.docx"]
    (record,) = Landing(settings.landing).records()
    assert (record.name, record.origin, record.status) == ("Công văn.docx", site.url("/d/694.docx"), 200)
    assert record.captured_at == Days().now
    assert record.request == {
        "method": "GET", "url": site.url("/d/694.docx"), "final_url": site.url("/d/694.docx"), "source": "thu",
        "page": site.url("/list"),
    }
    assert record.headers is not None
    assert record.headers["etag"] == '"v1"'


def test_what_has_not_changed_is_not_sent_again(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/letter.md"] = answer(LETTER, Content_Type="text/plain", ETag='"v1"')
    assert only(fetch(settings, source(site), days=days)).word == "new"
    days.now += timedelta(days=1)
    assert only(fetch(settings, source(site), days=days)).word == "unchanged"
    assert site.asked[1][1]["If-None-Match"] == '"v1"'
    (record,) = Landing(settings.landing).records()
    assert Landing(settings.landing).last_checked_at(record) > record.observed_at
    site.pages["/letter.md"] = answer(LETTER.replace(b"94,22", b"95,22"), Content_Type="text/plain", ETag='"v2"')
    assert only(fetch(settings, source(site), days=days)).word == "new"
    assert len(Landing(settings.landing).records()) == 2


def test_a_server_that_cannot_say_is_asked_once_a_week(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/letter.md"] = answer(LETTER, Content_Type="text/plain")
    words = []
    for _ in range(9):
        words.append(only(fetch(settings, source(site), days=days)).word)
        days.now += timedelta(days=1)
    assert words == ["new", *["not_due"] * 6, "known", "not_due"]


def test_one_at_a_time_with_pauses_under_our_own_name(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/a.md"] = answer(LETTER, Content_Type="text/plain", Set_Cookie="id=1")
    site.pages["/b.md"] = answer(LETTER + b"\n", Content_Type="text/plain")
    fetch(settings, source(site, "/a.md"), source(site, "/b.md").model_copy(update={"name": "b"}), days=days)
    assert days.slept == [2.0]
    assert all(headers["User-Agent"].startswith("chiso766/") for _, headers in site.asked)
    assert "Cookie" not in site.asked[1][1]


@pytest.mark.parametrize("target", ["http://localhost:{port}/x.md", "https://example.com/x.md", "file:///etc/passwd",
                                    "//localhost:{port}/x.md", "http://u:p@127.0.0.1:{port}/x.md"])
def test_a_redirect_elsewhere_is_not_followed(settings: Settings, site: Site, target: str) -> None:
    site.pages["/letter.md"] = answer(status=302, Location=target.format(port=site.port))
    site.pages["/x.md"] = answer(LETTER, Content_Type="text/plain")
    assert "may ask https on 127.0.0.1 alone" in reason(only(fetch(settings, source(site))))
    assert site.paths() == ["/letter.md"]


def test_a_redirect_to_an_allowed_host_is_followed_but_not_in_circles(settings: Settings, site: Site) -> None:
    site.pages["/letter.md"] = answer(status=301, Location=f"http://localhost:{site.port}/x.md")
    site.pages["/x.md"] = answer(LETTER, Content_Type="text/plain")
    both = source(site, hosts=("127.0.0.1", "localhost"))
    asked = only(fetch(settings, both))
    assert asked.word == "new"
    (record,) = Landing(settings.landing).records()
    assert record.origin == site.url("/x.md", "localhost")
    site.pages["/x.md"] = answer(status=302, Location="/x.md")
    assert "circles" in reason(only(fetch(settings, source(site, "/x.md"))))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "100.64.0.1"])
def test_a_name_that_leads_to_this_network_is_not_talked_to(
    settings: Settings, site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Also when the name is public at the first look: the connection itself is looked at."""
    real = socket.socket.getpeername

    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "getpeername", lambda one: (address, real(one)[1]))
    inner = Source(name="a", url="http://vanban.example.gov.vn/x.md", allow_http=True)
    run = SourceFetch(settings, Downloader(), sleep=lambda _: None)
    asked = only(list(run.run([inner], lambda _: None)))
    assert address in reason(asked)
    assert site.asked == []


def test_a_refusal_closes_the_host_until_a_person_says_so(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/letter.md"] = answer(b"Forbidden", 403)
    other = source(site, "/other.md").model_copy(update={"name": "other"})
    words = [one.word for one in fetch(settings, source(site), other, days=days)]
    assert words == ["closed", "closed"]
    assert site.paths() == ["/letter.md"]
    days.now += timedelta(days=30)
    assert "chiso766 sources resume 127.0.0.1" in reason(only(fetch(settings, other, days=days)))
    site.pages["/other.md"] = answer(LETTER, Content_Type="text/plain")
    result = CliRunner().invoke(main, ["sources", "resume", "127.0.0.1"], env={"CHISO766_HOME": str(settings.home)})
    assert "may be asked again" in result.output
    assert only(fetch(settings, other, days=days)).word == "new"


def test_a_stated_wait_is_kept(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/letter.md"] = answer(b"", 429, Retry_After="3600")
    assert only(fetch(settings, source(site), days=days)).word == "closed"
    site.pages["/letter.md"] = answer(LETTER, Content_Type="text/plain")
    days.now += timedelta(minutes=59)
    assert only(fetch(settings, source(site), days=days)).word == "closed"
    days.now += timedelta(minutes=2)
    assert only(fetch(settings, source(site), days=days)).word == "new"
    assert len(site.asked) == 2


def test_a_failing_server_is_asked_three_times_and_the_next_source_goes_on(settings: Settings, site: Site) -> None:
    days = Days()
    site.pages["/letter.md"] = answer(b"", 500)
    site.pages["/b.md"] = answer(LETTER, Content_Type="text/plain")
    other = source(site, "/b.md").model_copy(update={"name": "b"})
    failed, good = fetch(settings, source(site), other, days=days)
    assert (failed.word, good.word) == ("failed", "new")
    assert "HTTP 500" in reason(failed)
    assert site.paths() == ["/letter.md"] * 3 + ["/b.md"]
    assert days.slept == [10.0, 2.0, 20.0, 2.0, 2.0]


def test_what_is_too_large_too_slow_or_no_document_is_not_taken(settings: Settings, site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    limits = Limits(whole_s=0.5, body_bytes=1000)
    site.pages["/letter.md"] = answer(bytes(5000), Content_Type="application/pdf")
    assert "larger than" in reason(only(fetch(settings, source(site), limits=limits)))
    site.pages["/letter.md"] = drip
    assert only(fetch(settings, source(site), limits=limits)).word == "failed"
    site.pages["/letter.md"] = answer(b"MZ", Content_Type="video/mp4")
    assert "which is no letter" in reason(only(fetch(settings, source(site))))
    site.pages["/letter.md"] = answer(b"gone", 410)
    assert "HTTP 410" in reason(only(fetch(settings, source(site))))
    site.pages["/letter.md"] = answer(b"<html>Request Rejected, support ID 1</html>", Content_Type="text/html")
    assert only(fetch(settings, source(site))).word == "closed"
    assert Landing(settings.landing).records() == []


def write_catalogue(settings: Settings, text: str) -> Path:
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[source]]\nname='a'\nurl='http://example.gov.vn/x'", "must be https"),
        ("[[source]]\nname='a'\nurl='https://u:p@example.gov.vn/x'", "must be https"),
        ("[[source]]\nname='a'\nurl='https://example.gov.vn/x'\nhosts=['other.gov.vn']", "on one of its hosts"),
        ("[[source]]\nname='a'\nurl='https://example.gov.vn/x'\nhosts=['*.gov.vn']", "no host name"),
        ("[[source]]\nname='a'\nurl='https://example.gov.vn/x'\nfollow='('", "not a regular expression"),
        ("[[source]]\nname='a'\nurl='https://example.gov.vn/x'\nspeed=9", "Extra inputs"),
        ("[[source]]\nname='a'\nurl='https://e.gov.vn/'\n[[source]]\nname='a'\nurl='https://e.gov.vn/'", "two sources"),
        ("sources = 1", "only [[source]]"),
        ("not toml", "Mend it"),
    ],
)
def test_a_catalogue_that_is_not_sound_is_refused(settings: Settings, text: str, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        read_catalogue(write_catalogue(settings, text))
    assert problem in refused.value.en


def test_the_example_catalogue_is_sound() -> None:
    names = [one.name for one in read_catalogue(ROOT / "examples" / "sources.toml")]
    assert names == ["van-ban-chi-dao", "phu-luc-thang"]


def test_links_keep_the_pages_order_and_base() -> None:
    page = b'<base href="/tai-lieu/"><A HREF="b.pdf">b</A><a href=a.PDF>a</a><a href="b.pdf">b</a><a href="c.pdf">c</a>'
    found = links_on(page, "https://e.gov.vn/list?p=1", r"\.pdf$", 2)
    assert found == ("https://e.gov.vn/tai-lieu/b.pdf", "https://e.gov.vn/tai-lieu/a.PDF")
    assert links_on(b"<a href='javascript:x.pdf'>x</a><a href='http://[bad.pdf'>y</a>", "https://e.vn/", "pdf", 9) == ()


def command(settings: Settings, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["sources", "fetch", *arguments], env={"CHISO766_HOME": str(settings.home)})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.stdout


def test_the_command_plans_without_asking_then_fetches_to_the_published_file(settings: Settings, site: Site) -> None:
    assert command(settings)[0] == 2
    site.pages["/letter.md"] = answer(LETTER, Content_Type="text/plain", ETag='"v1"')
    write_catalogue(settings, f"[[source]]\nname='thu'\nurl='{site.url('/letter.md')}'\nallow_http=true")
    code, output = command(settings, "--plan")
    assert code == 0
    assert f"GET {site.url('/letter.md')}" in output
    assert site.asked == []
    code, output = command(settings, "--allow-loopback", "--spacing", "0", "--json")
    assert code == 0
    (told,) = json.loads(output)["asked"]
    assert (told["word"], told["status"]) == ("new", "loaded")
    assert settings.current.exists()
    assert "if changed" in command(settings, "--plan")[1]
    code, output = command(settings)  # this network is not asked unless tests say so
    assert code == 3
    assert "127.0.0.1" in output

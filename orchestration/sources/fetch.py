"""The sources of the catalogue, asked politely one after another, what they give landed.

Belongs here: pauses, retries, the circuit of each host, what is landed. Does not belong here: one
request (`download`), or what a letter says.

Manners: `spacing_s` between two requests; two retries at most, for no answer or a 5xx; a no (401,
403, 429, a firewall's page) closes the host to every run until its stated time or a person's word;
what has not changed is not sent again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from orchestration.intake import Taken
from orchestration.landing.archive import Landing
from orchestration.landing.records import Receipt
from orchestration.parcels import label
from orchestration.periods import VIETNAM
from orchestration.portal.circuit import Cause, Circuit, Opening
from orchestration.portal.verdict import retry_after
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.sources.catalogue import Source
from orchestration.sources.download import Downloader, Failed, Got
from orchestration.sources.links import links_on
from orchestration.sources.memory import Memory, Seen

SPACING_S: Final = 2.0
MAX_PAGE_BYTES: Final = 4 * 1024 * 1024
_BLOCKED: Final[dict[int, Cause]] = {401: "unauthorised", 403: "forbidden", 429: "too_many_requests"}
_FIREWALL: Final = re.compile(rb"request rejected|access denied|support id", re.IGNORECASE)

Word = Literal["new", "known", "unchanged", "page", "not_due", "refused", "failed", "closed"]


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are asked; seconds."""

    spacing_s: float = SPACING_S
    retries: int = 2
    backoff_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one address. `taken` where its bytes landed; `refused` where there is a reason."""

    source: str
    url: str
    word: Word
    taken: Taken | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One request that would be made now: its address, whether conditional, and why not at all."""

    source: str
    url: str
    is_conditional: bool
    closed: Refused | None = None


class SourceFetch:
    """One run over a catalogue. `clock` and `sleep` are given by tests."""

    def __init__(
        self, settings: Settings, downloader: Downloader, manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep, clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._landing = Landing(settings.landing) if clock is None else Landing(settings.landing, clock)
        self._clock = clock or (lambda: datetime.now(VIETNAM))
        self._memory = Memory(settings.home / "sources" / "seen.json")
        self._settings = settings
        self._downloader = downloader
        self._manners = manners or Manners()
        self._sleep = sleep
        self._has_asked = False

    def plan(self, sources: Sequence[Source]) -> Iterator[Planned]:
        """What a run would ask now, as far as it is known without asking: remembered links included."""
        for source in sources:
            seen = self._memory.of(source.url)
            for url in (source.url, *(seen.links if seen and source.follow else ())):
                known = self._memory.of(url)
                if url == source.url or known is None or known.is_due(self._clock()):
                    yield Planned(source.name, url, bool(known and known.validators), self._closed(url))

    def run(self, sources: Sequence[Source], report: Callable[[str], None]) -> Iterator[Asked]:
        """Ask every source; an address that fails does not stop the others."""
        for source in sources:
            if source.follow is None:
                yield self._document(source, source.url, None, report)
                continue
            page = self._page(source, report)
            yield page
            seen = self._memory.of(source.url)
            if page.word in ("page", "unchanged"):
                for link in seen.links if seen else ():
                    yield self._document(source, link, source.url, report)

    def _page(self, source: Source, report: Callable[[str], None]) -> Asked:
        got = self._got(source, source.url, report)
        if isinstance(got, Asked):
            return got
        if len(got.body) > MAX_PAGE_BYTES:
            return Asked(source.name, source.url, "refused", refused=_page_too_large(source.url))
        links = links_on(got.body, got.url, source.follow or "", source.max_links)
        self._remember(source.url, got, None, links)
        return Asked(source.name, source.url, "page")

    def _document(self, source: Source, url: str, page: str | None, report: Callable[[str], None]) -> Asked:
        seen = self._memory.of(url)
        if seen is not None and not seen.is_due(self._clock()):
            return Asked(source.name, url, "not_due")
        got = self._got(source, url, report)
        if isinstance(got, Asked):
            return got
        taken = self._land(source, url, page, got)
        self._remember(url, got, taken.record_id, ())
        return Asked(source.name, url, "new" if taken.is_new else "known", taken)

    def _land(self, source: Source, url: str, page: str | None, got: Got) -> Taken:
        request = {"method": "GET", "url": url, "final_url": got.url, "source": source.name, "page": page}
        receipt = Receipt(
            kind="letter", name=_file_name(got), request={key: value for key, value in request.items() if value},
            status=got.status, headers=got.headers, captured_at=got.at, origin=got.url,
        )
        landed = self._landing.land(got.body, receipt)
        return Taken(receipt.name, url, landed.record.record_id, landed.record.sha256, landed.is_new)

    def _got(self, source: Source, url: str, report: Callable[[str], None]) -> Got | Asked:
        """A whole 200, or what became of the address instead."""
        report(url)
        seen = self._memory.of(url)
        try:
            got = self._ask(source, url, seen.validators if seen else {})
        except Refused as refused:
            word: Word = "closed" if isinstance(refused, HostClosed) else "refused"
            return Asked(source.name, url, word, refused=refused)
        except Failed as failed:
            return Asked(source.name, url, "failed", refused=Refused(url, failed.vi, failed.en))
        if got.status == 304 and seen is not None:
            self._memory.note(url, seen.model_copy(update={"asked_at": got.at}))
            if seen.record_id and self._landing.holds(seen.record_id):
                self._landing.mark_checked(seen.record_id)
            return Asked(source.name, url, "unchanged")
        if got.status != 200 or not got.body:
            return Asked(source.name, url, "refused", refused=_no_document(url, got.status))
        return got

    def _ask(self, source: Source, url: str, validators: dict[str, str]) -> Got:
        for attempt in range(self._manners.retries + 1):
            closed = self._closed(url)
            if closed is not None:
                raise closed
            if self._has_asked:
                self._sleep(self._manners.spacing_s)
            self._has_asked = True
            is_last = attempt == self._manners.retries
            try:
                got = self._downloader.get(source, url, validators)
            except Failed:
                if is_last:
                    raise
            else:
                self._judge(got)
                if got.status < 500:
                    return got
                if is_last:
                    raise Failed(f"{url} báo lỗi HTTP {got.status}.", f"{url} answers HTTP {got.status}.")
            self._sleep(self._manners.backoff_s * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _judge(self, got: Got) -> None:
        """Close the host to everybody when it says no; raises `HostClosed` then."""
        until = retry_after(got.headers.get("retry-after"), got.at)
        cause = _BLOCKED.get(got.status)
        if got.status == 503 and until is not None:
            cause = "unavailable"
        if cause is None and len(got.body) < 4096 and _FIREWALL.search(got.body):
            cause = "web_page"
        if cause is not None:
            host = _host(got.url)
            self._circuit(host).open(cause, got.url[:500], f"HTTP {got.status}", until)
            raise HostClosed(host, self._circuit(host).openings()[-1])

    def _closed(self, url: str) -> HostClosed | None:
        opening = self._circuit(_host(url)).opening()
        return None if opening is None else HostClosed(_host(url), opening)

    def _circuit(self, host: str) -> Circuit:
        return circuit_of(self._settings.home, host, self._clock)

    def _remember(self, url: str, got: Got, record_id: str | None, links: tuple[str, ...]) -> None:
        self._memory.note(url, Seen(
            asked_at=got.at, etag=got.headers.get("etag"), last_modified=got.headers.get("last-modified"),
            record_id=record_id, links=links,
        ))


class HostClosed(Refused):
    """A host said no; nobody asks it again until the stated time, or a person's word."""

    def __init__(self, host: str, opening: Opening) -> None:
        since = opening.opened_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
        until = opening.until and opening.until.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
        end_vi = f"Được hỏi lại từ {until}." if until else f"Tìm nguyên nhân rồi chạy: chiso766 sources resume {host}"
        end_en = f"It may be asked from {until}." if until else f"Find the cause, then: chiso766 sources resume {host}"
        super().__init__(
            host,
            f"Máy chủ {host} đã từ chối lúc {since} ({opening.detail}, {opening.cause}). {end_vi}",
            f"The host {host} refused at {since} ({opening.detail}, {opening.cause}). {end_en}",
        )


def circuit_of(home: Path, host: str, clock: Callable[[], datetime] | None = None) -> Circuit:
    """The circuit of one host."""
    path = home / "sources" / f"{re.sub(r'[^a-z0-9.-]', '_', host)}.circuit.json"
    return Circuit(path) if clock is None else Circuit(path, clock)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _file_name(got: Got) -> str:
    """What the server calls the document, else the last part of its address; a label, never a path."""
    header = Message()
    header["content-disposition"] = got.headers.get("content-disposition", "")
    named = header.get_filename()
    return label(named or unquote(urlsplit(got.url).path) or "document")


def _no_document(url: str, status: int) -> Refused:
    return Refused(
        url,
        f"Máy chủ trả lời HTTP {status} và không gửi tài liệu. Hãy kiểm tra lại địa chỉ của nguồn.",
        f"The server answers HTTP {status} and sends no document. Check the source's address.",
    )


def _page_too_large(url: str) -> Refused:
    return Refused(
        url,
        f"Trang lớn hơn {MAX_PAGE_BYTES // 1024**2} MB nên không tìm liên kết. Hãy chỉ đúng trang danh sách công văn.",
        f"The page is larger than {MAX_PAGE_BYTES // 1024**2} MB; no links were looked for. Name the list of letters.",
    )

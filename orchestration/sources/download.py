"""One conditional GET within limits: hosts, private addresses, redirects, time, size.

Belongs here: getting one address's bytes, or learning that they have not changed. Does not belong
here: which addresses, pauses and the circuit (`fetch`).

A name is checked when it is asked for, and the address it led to when the connection stands, before
a byte is sent: a name that resolves to this network, now or at the second look, is not talked to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests

from orchestration.landing.archive import utc_now
from orchestration.portal.deadline import DeadlineAdapter
from orchestration.portal.exchange import CHUNK_BYTES, KEPT_HEADERS, Limits, user_agent
from orchestration.readings import Refused
from orchestration.sources.catalogue import Source

MAX_REDIRECTS: Final = 5
MAX_BODY_BYTES: Final = 32 * 1024 * 1024
TYPES: Final = (
    "application/pdf", "application/vnd.openxmlformats-officedocument", "application/octet-stream",
    "application/zip", "application/x-zip-compressed", "application/msword", "application/force-download",
    "application/download", "application/x-download", "binary/octet-stream", "text/", "image/", "application/xhtml",
)


@dataclass(frozen=True, slots=True)
class Got:
    """What came: status (200, 304 and others), final address, headers that matter, bytes, instant."""

    status: int
    url: str
    headers: dict[str, str]
    body: bytes
    at: datetime


class Failed(Exception):
    """No whole answer came; asking again later may help. `vi` and `en` say what happened."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


class _Forbidden(Exception):
    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Downloader:
    """Gets addresses, one at a time. `allow_loopback` is for tests against a server of their own."""

    def __init__(
        self, contact: str | None = None, limits: Limits | None = None,
        allow_loopback: bool = False, clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._limits = limits or Limits(body_bytes=MAX_BODY_BYTES)
        self._clock = clock
        self._adapter = _GuardedAdapter(allow_loopback)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)
        self._session.headers.update({"User-Agent": user_agent(contact), "Accept": "*/*", "Accept-Encoding": "gzip"})

    def get(self, source: Source, url: str, validators: dict[str, str]) -> Got:
        """The bytes of `url`, or 304 when they are those that `validators` name.

        Raises `Refused` for an address, a redirect or a body that is not taken, `Failed` for no answer.
        """
        with self._adapter.deadline(self._limits.whole_s) as deadline:
            try:
                got = self._follow(source, url, validators)
            except _Forbidden as error:
                raise _private(url, error.address) from error
            except requests.RequestException as error:
                raise _failed(url, error) from error
            finally:
                self._session.close()
        if deadline.has_passed:
            raise Failed(f"{url} trả lời quá chậm.", f"{url} took longer than {self._limits.whole_s:g} s.")
        return got

    def _follow(self, source: Source, url: str, validators: dict[str, str]) -> Got:
        for _ in range(MAX_REDIRECTS + 1):
            if not source.may_ask(url):
                raise _not_allowed(source, url)
            with self._ask(url, validators) as response:
                target = response.headers.get("location")
                if response.status_code not in (301, 302, 303, 307, 308) or not target:
                    return self._taken(response, url)
            if urlsplit(url).scheme == "https" and urlsplit(urljoin(url, target)).scheme != "https":
                raise _not_allowed(source, urljoin(url, target))
            url = urljoin(url, target)
        raise _too_many_redirects(url)

    def _ask(self, url: str, validators: dict[str, str]) -> requests.Response:
        timeout = (self._limits.connect_s, self._limits.read_s)
        return self._session.get(url, headers=validators, timeout=timeout, stream=True, allow_redirects=False)

    def _taken(self, response: requests.Response, url: str) -> Got:
        headers = {name: response.headers[name] for name in (*KEPT_HEADERS, "content-disposition")
                   if name in response.headers}
        kind = headers.get("content-type", "").strip().lower()
        if response.status_code == 200 and kind and not kind.startswith(TYPES):
            raise _other_type(url, kind)
        body = b"".join(self._bounded(response, url)) if response.status_code == 200 else b""
        return Got(response.status_code, url, headers, body, self._clock())

    def _bounded(self, response: requests.Response, url: str) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_content(CHUNK_BYTES):
            size += len(chunk)
            if size > self._limits.body_bytes:
                raise _too_large(url, self._limits.body_bytes)
            yield chunk


class _GuardedAdapter(DeadlineAdapter):
    """Looks at who is at the other end of each connection before anything is said to it."""

    def __init__(self, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        super().__init__()

    def _watch(self, connected: socket.socket) -> None:
        super()._watch(connected)
        address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if not (address.is_global or (self._allow_loopback and address.is_loopback)):
            connected.close()
            raise _Forbidden(str(address))


def _not_allowed(source: Source, url: str) -> Refused:
    hosts = ", ".join(sorted(source.allowed_hosts))
    return Refused(
        source.name,
        f"Không hỏi địa chỉ {url}: nguồn này chỉ được hỏi https trên {hosts}. Nếu đúng là nơi đăng công văn, hãy thêm "
        "máy chủ đó vào hosts của nguồn.",
        f"{url} is not asked: this source may ask https on {hosts} alone. If the letters are there, add the host to "
        "the source's hosts.",
    )


def _private(url: str, address: str) -> Refused:
    return Refused(
        url,
        f"Địa chỉ này dẫn tới {address}, thuộc mạng nội bộ, nên không được hỏi. Hãy kiểm tra tên miền của nguồn.",
        f"The address leads to {address}, which is no public one, and is not asked. Check the source's host.",
    )


def _too_many_redirects(url: str) -> Refused:
    return Refused(url, "Địa chỉ này chuyển hướng vòng quanh. Hãy kiểm tra nguồn.",
                   "The address redirects in circles. Check the source.")


def _other_type(url: str, kind: str) -> Refused:
    return Refused(
        url,
        f"Máy chủ gửi loại tệp {kind[:80]!r}, không phải công văn, nên không tải. Hãy sửa lại địa chỉ của nguồn.",
        f"The server sends {kind[:80]!r}, which is no letter; it was not taken. Correct the source's address.",
    )


def _too_large(url: str, limit: int) -> Refused:
    return Refused(
        url,
        f"Tệp lớn hơn {limit // 1024**2} MB nên không tải hết. Hãy tải bằng tay, tách phụ lục rồi nạp.",
        f"The file is larger than {limit // 1024**2} MB and was not taken. Fetch it by hand, cut out the annex and "
        "take that in.",
    )


def _failed(url: str, error: requests.RequestException) -> Failed:
    return Failed(
        f"Không nhận được trọn vẹn {url} ({type(error).__name__}).",
        f"{url} did not come whole ({type(error).__name__}: {str(error)[:200]}).",
    )

"""One HTTP exchange within limits: time, size, host, TLS.

Belongs here: sending one request and taking one answer, whatever its status. Does not belong
here: pauses, retries, the circuit (`client`), or what the answer says.

Redirects are not followed: no address of the portal's API redirects, so one that does is either
a block page or not the portal. The environment's proxies, `.netrc` and CA bundles are not used:
the request leaves from where it is made, under its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests

from orchestration.landing.archive import utc_now
from orchestration.portal.deadline import Deadline, DeadlineAdapter
from orchestration.readings import Refused

CHUNK_BYTES = 64 * 1024
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# What may matter later to whoever asks where a figure came from; cookies are nobody's business.
KEPT_HEADERS = (
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "server",
    "via",
    "x-demo",
)


# How an exchange breaks, the special before the general.
_BREAKS: tuple[tuple[type[Exception], str, str], ...] = (
    (requests.exceptions.ConnectTimeout, "chưa nối được trong thời hạn", "no connection in time"),
    (requests.exceptions.Timeout, "Cổng im lặng quá thời hạn", "the portal was silent for too long"),
    (requests.exceptions.ChunkedEncodingError, "câu trả lời đứt giữa chừng", "it broke off midway"),
    (requests.exceptions.ContentDecodingError, "phần nén không giải được", "it could not be unpacked"),
    (requests.exceptions.ConnectionError, "không nối được hoặc bị ngắt kết nối", "no connection, or it was cut"),
    (requests.RequestException, "lỗi đường truyền", "the transport failed"),
)
MOST_DETAIL = 160


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may take. The portal's largest answer is 0,3 MB and takes seconds."""

    connect_s: float = 10
    read_s: float = 45
    whole_s: float = 120
    body_bytes: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers that matter (lower case), decoded body, instant of receipt."""

    status: int
    headers: dict[str, str]
    body: bytes
    captured_at: datetime


class ExchangeFailed(Exception):
    """No whole answer came. `is_passing` when asking again may help; `vi` and `en` say what happened."""

    def __init__(self, vi: str, en: str, is_passing: bool = True) -> None:
        super().__init__(en)
        self.vi, self.en, self.is_passing = vi, en, is_passing


class Exchange:
    """One session with one host. Not for use by several threads at once."""

    def __init__(
        self,
        base_url: str,
        contact: str | None = None,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._base_url = _checked(base_url)
        self._limits = limits or Limits()
        self._clock = clock
        self._adapter = DeadlineAdapter()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)
        self._session.headers.update(
            {"User-Agent": user_agent(contact), "Accept": "application/json", "Accept-Encoding": "gzip"}
        )

    def post(self, path: str, payload: dict[str, Any]) -> Answer:
        """POST a JSON body; any status is an answer. Raises `ExchangeFailed` when none came whole."""
        with self._adapter.deadline(self._limits.whole_s) as deadline:
            try:
                answer = self._post(path, payload)
            except requests.RequestException as error:
                self._session.close()
                raise self._too_slow() if deadline.has_passed else _failure(error) from error
        self._require_in_time(deadline)
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _post(self, path: str, payload: dict[str, Any]) -> Answer:
        with self._session.post(
            self._base_url + path,
            json=payload,
            timeout=(self._limits.connect_s, self._limits.read_s),
            stream=True,
            allow_redirects=False,
        ) as response:
            body = b"".join(self._bounded(response))
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            return Answer(response.status_code, headers, body, self._clock())

    def _bounded(self, response: requests.Response) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_content(CHUNK_BYTES):
            size += len(chunk)
            if size > self._limits.body_bytes:
                raise self._too_large()
            yield chunk

    def _require_in_time(self, deadline: Deadline) -> None:
        # a body without a length ends quietly where the connection was cut
        if deadline.has_passed:
            self._session.close()
            raise self._too_slow()

    def _too_slow(self) -> ExchangeFailed:
        seconds = f"{self._limits.whole_s:g}"
        return ExchangeFailed(
            f"Cổng trả lời quá chậm: sau {seconds} giây vẫn chưa xong.",
            f"The portal's answer was not complete after {seconds} s.",
        )

    def _too_large(self) -> ExchangeFailed:
        limit = self._limits.body_bytes
        return ExchangeFailed(
            f"Câu trả lời lớn hơn {limit} byte, quá giới hạn an toàn nên không nhận.",
            f"The answer is larger than {limit} bytes and was not taken.",
            is_passing=False,
        )


def user_agent(contact: str | None) -> str:
    """Who is asking, truthfully: "chiso766/0.1.0 (+contact)". Raises `Refused` for an unfit contact."""
    name = f"chiso766/{version('chiso766')}"
    if not contact:
        return name
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()\\"):
        raise Refused(
            "CHISO766_CONTACT",
            "Địa chỉ liên hệ chỉ được gồm chữ không dấu, viết trên một dòng, không có dấu ngoặc. "
            "Hãy dùng một địa chỉ thư điện tử hoặc trang web.",
            "The contact must be one line of plain ASCII without brackets. Use an e-mail or web address.",
        )
    return f"{name} (+{contact})"


def _checked(base_url: str) -> str:
    """The address without a trailing slash; anything but https (http on this machine) is refused."""
    if not _is_safe(base_url):
        raise Refused(
            "CHISO766_PORTAL_URL",
            "Địa chỉ Cổng phải bắt đầu bằng https:// (http:// chỉ dùng cho máy này), không kèm tài "
            "khoản hay tham số. Hãy sửa lại, ví dụ https://dichvucong.gov.vn.",
            "The portal's address must begin with https:// (http:// for this machine only), without "
            "account or parameters. Correct it, for example https://dichvucong.gov.vn.",
        )
    return base_url.rstrip("/")


def _is_safe(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    if parts.username or parts.password or parts.query or parts.fragment:
        return False
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def _failure(error: requests.RequestException) -> ExchangeFailed:
    if isinstance(error, requests.exceptions.SSLError):
        return ExchangeFailed(
            f"Không xác thực được chứng thư TLS của Cổng ({error}).",
            f"The portal's TLS certificate could not be verified ({error}).",
        )
    vi, en = next((vi, en) for kind, vi, en in _BREAKS if isinstance(error, kind))
    detail = f"{type(error).__name__}: {error}"[:MOST_DETAIL]
    return ExchangeFailed(
        f"Không nhận được câu trả lời trọn vẹn từ Cổng: {vi}.",
        f"No whole answer came from the portal: {en} ({detail}).",
    )

"""`$CHISO766_HOME/sources.toml`: which pages and attachments are fetched.

Belongs here: the form of the catalogue, and refusing one that is not sound. Does not belong here:
asking (`fetch`). `examples/sources.toml` shows every setting.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from orchestration.readings import Refused

MAX_CATALOGUE_BYTES = 1_000_000
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost")


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


class Source(BaseModel):
    """One page or attachment.

    Without `follow` the address is a document itself. With it the address is a page, and the links
    on it whose address matches the expression are the documents, the first `max_links` of them.
    `hosts` may be asked, by links and redirects too; by default the address's own host alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80, pattern=r"^[\w .-]+$")
    url: str = Field(max_length=2000)
    follow: Annotated[str, AfterValidator(_is_pattern)] | None = None
    hosts: tuple[str, ...] = ()
    max_links: int = Field(default=20, ge=1, le=200)
    allow_http: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> Source:
        for host in self.hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"hosts: {host!r} is no host name in lower case")
        if not self.may_ask(self.url):
            raise ValueError(
                f"url: {self.url!r} must be https:// (http:// only with allow_http), on one of its hosts, without "
                "an account"
            )
        return self

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts this source may ask."""
        return frozenset(self.hosts) or frozenset({(urlsplit(self.url).hostname or "").lower()})

    def may_ask(self, url: str) -> bool:
        """Whether an address, a link's or a redirect's, is one this source may ask."""
        try:
            parts = urlsplit(url)
            port, own_port = parts.port, urlsplit(self.url).port
        except ValueError:
            return False
        schemes = {"https", "http"} if self.allow_http else {"https"}
        is_plain = not (parts.username or parts.password) and port in (None, own_port)
        host = (parts.hostname or "").lower()
        return parts.scheme in schemes and is_plain and bool(host) and host in self.allowed_hosts


def read_catalogue(path: Path) -> tuple[Source, ...]:
    """The sources of a catalogue. Raises `Refused` for one that is missing or not sound."""
    try:
        with open(path, "rb") as file:
            told = tomllib.loads(file.read(MAX_CATALOGUE_BYTES).decode())
    except FileNotFoundError as error:
        raise Refused(
            str(path),
            "Chưa có danh mục nguồn. Hãy chép examples/sources.toml vào đó và sửa lại.",
            "There is no catalogue of sources. Copy examples/sources.toml there and edit it.",
        ) from error
    except (OSError, ValueError) as error:
        raise _unsound(path, str(error)) from error
    sources = told.pop("source", [])
    if told or not isinstance(sources, list):
        raise _unsound(path, f"only [[source]] tables are known, not {', '.join(told) or 'source = …'}")
    found = tuple(_source(path, at, one) for at, one in enumerate(sources, start=1))
    names = [source.name for source in found]
    for name in names:
        if names.count(name) > 1:
            raise _unsound(path, f"two sources are named {name!r}")
    return found


def _source(path: Path, at: int, told: Any) -> Source:
    try:
        return Source.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise _unsound(path, f"source {at}{f', {field}' if field else ''}: {first['msg']}") from error


def _unsound(path: Path, problem: str) -> Refused:
    return Refused(
        str(path),
        f"Danh mục nguồn có lỗi ({problem}). Hãy sửa rồi chạy lại.",
        f"The catalogue of sources is wrong ({problem}). Mend it and run again.",
    )

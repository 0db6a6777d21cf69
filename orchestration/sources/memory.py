"""What is remembered of each address between two fetches: validators, links, when it was asked.

Belongs here: `$CHISO766_HOME/sources/seen.json`. Does not belong here: the bytes (the landing has
them); losing this file costs one full download, nothing else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from orchestration.landing.durable import write_durably

WITHOUT_VALIDATORS: Final = timedelta(days=7)
"""How long a document is left alone whose server cannot say whether it has changed."""


class Seen(BaseModel):
    """One address: what to ask with, and what it led to."""

    model_config = ConfigDict(extra="forbid")

    asked_at: AwareDatetime
    etag: str | None = None
    last_modified: str | None = None
    record_id: str | None = None
    links: tuple[str, ...] = ()

    @property
    def validators(self) -> dict[str, str]:
        """The headers that make a request conditional."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}

    def is_due(self, now: datetime) -> bool:
        """Whether to ask again: always where a "not modified" costs nothing, else after a week."""
        return bool(self.validators or self.links) or now - self.asked_at >= WITHOUT_VALIDATORS


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    addresses: dict[str, Seen] = {}


class Memory:
    """The file, read at the start and written after every answer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = _File.model_validate_json(path.read_bytes()) if path.exists() else _File()
        except (OSError, ValidationError):
            self._file = _File()  # asked anew, in full

    def of(self, url: str) -> Seen | None:
        """What is known of an address."""
        return self._file.addresses.get(url)

    def note(self, url: str, seen: Seen) -> None:
        """Remember, durably."""
        self._file.addresses[url] = seen
        write_durably(self._path, self._file.model_dump_json(indent=1, exclude_none=True).encode())

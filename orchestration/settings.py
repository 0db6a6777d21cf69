"""Where things lie and what the environment says.

Belongs here: the `CHISO766_*` variables and the folders under `$CHISO766_HOME`, read once, at the
start of a command or a run. Does not belong here: opening or creating any of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

NATIONAL_PORTAL = "https://dichvucong.gov.vn"
HOME_PROVINCE = "H50"


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders and choices of one installation. See `.env.example` for each variable."""

    home: Path
    inbox: Path
    portal_url: str = NATIONAL_PORTAL
    provinces: tuple[str, ...] = (HOME_PROVINCE,)
    contact: str = ""
    keeps_pauses: bool = True
    alert_url: str = ""

    @property
    def home_province(self) -> str:
        """The province that people here ask about first: the first one named, if one is."""
        named = [code for code in self.provinces if code != "all"]
        return named[0] if named else HOME_PROVINCE

    @property
    def landing(self) -> Path:
        """Raw bytes and records, for ever."""
        return self.home / "landing"

    @property
    def reference(self) -> Path:
        """This installation's own units and spellings, beside the project's."""
        return self.home / "reference"

    @property
    def quarantine(self) -> Path:
        """What could not be read, with the reason."""
        return self.home / "quarantine"

    @property
    def work(self) -> Path:
        """The writer's own database and its lock."""
        return self.home / "work"

    @property
    def published(self) -> Path:
        """What analysts open."""
        return self.home / "published"

    @property
    def current(self) -> Path:
        """The newest published database (a symlink)."""
        return self.published / "current.duckdb"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings an environment asks for; every variable is optional."""
    env = os.environ if environment is None else environment
    home = Path(env.get("CHISO766_HOME") or "var").absolute()
    provinces = tuple(code.strip() for code in (env.get("CHISO766_PROVINCES") or HOME_PROVINCE).split(","))
    portal_url = (env.get("CHISO766_PORTAL_URL") or NATIONAL_PORTAL).rstrip("/")
    return Settings(
        home=home,
        inbox=Path(env.get("CHISO766_INBOX") or home / "inbox").absolute(),
        portal_url=portal_url,
        provinces=tuple(code for code in provinces if code),
        contact=env.get("CHISO766_CONTACT") or "",
        keeps_pauses=not (env.get("CHISO766_PORTAL_PAUSES") == "none" and _is_this_machine(portal_url)),
        alert_url=env.get("CHISO766_ALERT_URL") or "",
    )


def _is_this_machine(url: str) -> bool:
    # pauses may be left out towards a demo portal only
    return url.startswith("http://") and urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")

"""The links on a page that lead to letters.

Belongs here: finding them in hostile HTML. Does not belong here: asking for them.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

MAX_LINK = 2000


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.base: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the target of a link, and the page's own base."""
        target = dict(attrs).get("href")
        if target and len(target) <= MAX_LINK:
            if tag == "a":
                self.found.append(target.strip())
            elif tag == "base" and self.base is None:
                self.base = target.strip()


def links_on(page: bytes, url: str, pattern: str, limit: int) -> tuple[str, ...]:
    """The first `limit` different addresses linked from the page at `url` that match `pattern`."""
    parser = _Links()
    parser.feed(page.decode("utf-8", "replace"))
    wanted = re.compile(pattern, re.IGNORECASE)
    found: dict[str, None] = {}
    for link in parser.found:
        address = _absolute(url, parser.base, link)
        if address and wanted.search(address):
            found.setdefault(address)
        if len(found) == limit:
            break
    return tuple(found)


def _absolute(url: str, base: str | None, link: str) -> str | None:
    try:
        address = urldefrag(urljoin(urljoin(url, base or ""), link)).url
    except ValueError:
        return None
    return address if address.startswith(("https://", "http://")) else None

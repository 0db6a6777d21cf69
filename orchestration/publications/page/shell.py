"""The page without its data: `index.html`, one style sheet, one script, the chart library.

Belongs here: what stands in the HTML before any script runs, and the policy that forbids the network.
Does not belong here: figures, or anything of the data; what the data says is only ever put in as text.
"""

from __future__ import annotations

import hashlib
import html
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

# `file:` lets the same page run from a folder; from a server, 'self' is what counts.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src data:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
SCRIPTS = (
    "words", "format", "elements", "store", "table", "source", "charts", "parts",
    "province", "country", "units", "documents", "app",
)  # fmt: skip
LIBRARY = "echarts-6.1.0.min.js"
LICENCES = ("echarts-LICENSE.txt", "echarts-NOTICE.txt", "zrender-LICENSE.txt")
TITLE = "Chỉ số 766 – chất lượng phục vụ người dân, doanh nghiệp"


def write_shell(folder: Path, data_files: list[str]) -> None:
    """Write `index.html` and `assets/`; `data_files` are the first view's, in order."""
    assets = folder / "assets"
    assets.mkdir()
    web = files(__package__) / "web"
    for name in (LIBRARY, *LICENCES):
        (assets / name).write_bytes((web / "vendor" / name).read_bytes())
    style = _asset(assets, "page", "css", (web / "page.css").read_text(encoding="utf-8"))
    script = _asset(assets, "page", "js", _joined(web))
    loaded = [script, *(f"data/{name}.js" for name in data_files), f"assets/{LIBRARY}"]
    (folder / "index.html").write_text(_index(web, style, loaded), encoding="utf-8")


def _joined(web: Traversable) -> str:
    """The scripts as one: a page opened from a folder may not use modules."""
    parts = [(web / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _asset(folder: Path, stem: str, suffix: str, text: str) -> str:
    """A file whose name carries its hash, so that no browser shows an old one."""
    name = f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.{suffix}"
    (folder / name).write_text(text, encoding="utf-8")
    return f"assets/{name}"


def _index(web: Traversable, style: str, scripts: list[str]) -> str:
    tags = "\n".join(f'<script defer src="{html.escape(src)}"></script>' for src in scripts)
    text = (web / "index.html").read_text(encoding="utf-8")
    for mark, value in {"POLICY": html.escape(POLICY), "TITLE": html.escape(TITLE), "STYLE": style}.items():
        text = text.replace(f"{{{mark}}}", value)
    return text.replace("{SCRIPTS}", tags)

"""Data beside the page: one script per chapter, because a page opened from a folder may not fetch JSON.

Belongs here: the form of a data file, its name, and what makes its text harmless. Does not belong
here: which figures are in it (`chapters`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publications.reading import Table

HARMLESS_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}")
# Inside a script these would end it, open a comment, or end the line.
HARMFUL = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class DataFiles:
    """Writes the data files of one edition of the page into a folder."""

    def __init__(self, folder: Path, edition: str) -> None:
        self._folder = folder
        self._edition = edition
        folder.mkdir(parents=True)

    def write(self, chapter: str, key: str, content: Mapping[str, Any]) -> str:
        """Write one file; returns the name by which the page asks for it."""
        name = f"{chapter}-{harmless(key)}" if key else chapter
        text = f"chiso.take({as_script(name)}, {as_script(self._edition)}, {as_script(content)});\n"
        (self._folder / f"{name}.js").write_text(text, encoding="utf-8")
        return name


def harmless(key: str) -> str:
    """A file name for a key of the data: the key itself where it is a plain code, else its hash."""
    if HARMLESS_NAME.fullmatch(key) and ".." not in key:
        return key
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def as_script(content: Any) -> str:
    """Content as a JavaScript literal that no text in it can break out of."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: HARMFUL[found[0]], text)


def packed(table: Table) -> dict[str, Any]:
    """A table as columns and rows; texts and times that come often are written once, under `words`."""
    columns: list[Sequence[Any]] = list(zip(*table.rows, strict=True))
    words: dict[str, list[str]] = {}
    for place, (name, column) in enumerate(zip(table.columns, columns, strict=False)):
        found = dict.fromkeys(value for value in column if value is not None)
        if 3 * len(found) < len(column) and all(isinstance(value, str) for value in found):
            words[name] = list(found)
            numbers = {word: number for number, word in enumerate(found)} | {None: None}
            columns[place] = [numbers[value] for value in column]
    return {"columns": table.columns, "words": words, "rows": list(zip(*columns, strict=True))}

"""The analyst's cookbook: its questions are run on the examples, its printed answers are compared.

    python tests/cookbook.py --write     prints the answers anew after a change

Most are answered on `examples/`. Counts of cases are in no example: a question whose text names
`tests/fixtures/portal/groups` is answered on those real answers for Phú Thọ.

Belongs here: finding the queries in the pages, running them, printing a table. Does not belong here:
the questions (docs/cookbook.md, docs/cookbook.vi.md).
"""

from __future__ import annotations

import atexit
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from orchestration import pipeline
from orchestration.settings import read_settings
from orchestration.warehouse.connection import open_reader

ROOT = Path(__file__).parents[1]
GROUPS = "tests/fixtures/portal/groups"
PAGES = (ROOT / "docs" / "cookbook.md", ROOT / "docs" / "cookbook.vi.md")
RECIPE = re.compile(
    r"^## (?P<question>[^\n]+)\n(?P<text>.*?)```sql\n(?P<sql>.*?)```\n\n```text\n(?P<answer>.*?)```",
    re.M | re.S,
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question of a page with the text below it, its query and the answer printed there."""

    question: str
    text: str
    sql: str
    answer: str

    def published(self, examples: Path) -> Path:
        """The file it is asked of."""
        return phu_tho_file() if GROUPS in self.text else examples


def recipes(page: str) -> list[Recipe]:
    """Every question of a page; each `##` heading has one query and one answer."""
    return [Recipe(**match.groupdict()) for match in RECIPE.finditer(page)]


@cache
def phu_tho_file() -> Path:
    """A file with the real answers of the group endpoints in it, made once."""
    sys.path.insert(0, str(ROOT / "tests" / "integration"))
    from invented import warehouse
    from phu_tho import phu_tho

    folder = Path(tempfile.mkdtemp(prefix="chiso766-"))
    atexit.register(shutil.rmtree, folder)
    warehouse(folder, phu_tho()).close()
    return folder / "invented.duckdb"


def answer(published: Path, sql: str) -> str:
    """What the published file answers, as the pages print it."""
    with open_reader(published) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return table(names, cursor.fetchall())


def table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Columns side by side, numbers to the right; null is an empty cell."""
    held = [list(row) for row in rows]
    cells = [list(names), *([_cell(value) for value in row] for row in held)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [any(isinstance(row[n], int | float | Decimal) for row in held) for n in range(len(names))]
    lines = [
        "  ".join(cell.rjust(width) if is_right else cell.ljust(width)
                  for cell, width, is_right in zip(row, widths, right, strict=True)).rstrip()
        for row in cells
    ]  # fmt: skip
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _write() -> None:
    with tempfile.TemporaryDirectory() as home:
        settings = read_settings({"CHISO766_HOME": home})
        pipeline.land_archive(settings, ROOT / "examples")
        pipeline.publish_warehouse(settings, pipeline.build_warehouse(settings))
        for path in PAGES:
            page = path.read_text(encoding="utf-8")
            for recipe in recipes(page):
                query = f"```sql\n{recipe.sql}```\n\n```text\n"
                fresh = answer(recipe.published(settings.current), recipe.sql)
                page = page.replace(f"{query}{recipe.answer}```", f"{query}{fresh}```")
            path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit(__doc__)
    _write()
